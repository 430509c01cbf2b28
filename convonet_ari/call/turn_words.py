"""The words by which turns are told apart, in the languages beside English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TurnWords:
    """`dangles`: what wants another word behind it; `whole`: so many letters and a full stop are a sentence.

    `spelling`, `numbers` and `open` are found in a question of ours that wants letters, digits, or anything
    but yes and no. The others match all of what is said: `alone` is whole by itself, `answers` a yes or no,
    `assent` takes no turn while a story is told, and four are asked of the conversation itself.
    """

    dangles: re.Pattern[str]
    digits: re.Pattern[str]
    whole: int
    alone: re.Pattern[str]
    answers: re.Pattern[str]
    assent: re.Pattern[str]
    repeat: re.Pattern[str]
    slower: re.Pattern[str]
    start_over: re.Pattern[str]
    stop: re.Pattern[str]
    spelling: re.Pattern[str]
    numbers: re.Pattern[str]
    open: re.Pattern[str]


def _all(words: str, *, times: str = "", polite: str = "", space: str = r"[\s,.!?¡¿]") -> re.Pattern[str]:
    said = rf"(?:(?:{polite}){space}*+)*" if polite else ""
    end = rf"(?:(?:{polite}){space}*+)*" if polite else ""
    return re.compile(rf"{space}*+{said}(?:(?:{words}){space}*+){times}{end}", re.IGNORECASE)


_ES_POLITE = "por favor|perdón|perdone|disculpe|disculpa|oiga|oye|no|eh|gracias|puede|puedes|podría|podrías"
_ES_YES = (
    "sí|si|no|claro|vale|bueno|bien|de acuerdo|correcto|exacto|eso es|así es|por supuesto|por favor|gracias"
    "|está bien|ahora no|desde luego"
)
_ES_HEARS = (
    "ajá|aja|mm++|m++-?h++m++|h++m++|ah|oh|eh|ya|entiendo|ya veo|perfecto|genial|muy bien|ok|okey|okay"
)
SPANISH = TurnWords(
    dangles=re.compile(
        r"\b(?:el|la|los|las|un|una|unos|unas|mi|mis|tu|tus|su|sus|de|del|a|al|en|con|por|para|sin|sobre|desde"
        r"|hasta|entre|y|e|o|u|pero|que|porque|si|cuando|como|mientras|eh|em|este|pues|bueno|es|son|quiero"
        r"|quisiera|necesito|me gustaría)\W*$",
        re.IGNORECASE,
    ),
    digits=re.compile(
        r"(?:\b(?:cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|\d+)\b[\s,.-]*){3,}$", re.IGNORECASE
    ),
    whole=3,
    alone=_all(f"hola|adiós|adios|hasta luego|gracias|muchas gracias|ayuda|{_ES_POLITE}", times="{1,3}"),
    answers=_all(_ES_YES, times="+"),
    assent=_all(f"{_ES_YES.replace('no|', '').replace('|ahora no', '')}|{_ES_HEARS}", times="{1,4}"),
    repeat=_all(
        r"(?:lo )?(?:repita|repite|repetir)(?:lo|melo)?(?: eso)?(?: otra vez)?|otra vez"
        r"|una vez más|cómo(?: dice| ha dicho)?"
        r"|qué (?:ha dicho|dijo|dice)|no (?:le|te|lo) (?:he )?(?:oído|oí|entendido|entendí)|dígalo otra vez",
        polite=_ES_POLITE,
    ),
    slower=_all(
        r"(?:hable|habla|hablar|vaya|ve) ?(?:un poco )?más (?:despacio|lento)|más (?:despacio|lento)"
        r"|no tan rápido|(?:habla |va )?(?:muy|demasiado) rápido",
        polite=_ES_POLITE,
    ),
    start_over=_all(
        r"(?:vamos a |quiero )?(?:empecemos|empezar|comencemos|comenzar)"
        r" (?:de nuevo|otra vez|desde el principio|de cero)",
        polite=_ES_POLITE,
    ),
    stop=_all(
        r"pare|para|espere|espera|un momento|un segundo|un minuto|basta|silencio|cállese|cállate|alto",
        times="{1,3}",
        polite=_ES_POLITE,
    ),
    spelling=re.compile(r"\b(?:deletre|letra por letra)", re.IGNORECASE),
    numbers=re.compile(
        r"\b(?:número|código|clave|pin|extensión|fecha|teléfono|cuánt[oa]s?|qué (?:hora|día)|cuándo)\b",
        re.IGNORECASE,
    ),
    open=re.compile(r"\b(?:qué|cuál(?:es)?|cuándo|cómo|d[oó]nde|quién(?:es)?|cuánt[oa]s?)\b", re.IGNORECASE),
)

_ZH = r"[\s,.!?，。！？、]"
_ZH_POLITE = "请|麻烦你|麻烦您|对不起|不好意思|抱歉|你|您|可以|能不能|能|嗯|那|谢谢|一下|吗|好吗"
_ZH_YES = "是的?|对的?|好的?|行|可以|没错|当然|不是?|不用|不要|不行|没有|谢谢|好啊|嗯"
_ZH_HEARS = "[嗯哦啊噢唔]|明白了?|知道了?|了解|这样啊?|原来如此|然后呢"
MANDARIN = TurnWords(
    dangles=re.compile(
        r"(?:(?<![好对是])的|和|跟|与|在|把|给|对|从|到|向|为|被|或者?|但是|可是|因为|所以|如果|还有|然后|那个|这个|就是|我想|我要|请|帮我|提醒我)"
        r"[\s，、,…]*$"
    ),
    digits=re.compile(r"(?:[零一二两三四五六七八九幺\d][\s，,-]*){3,}$"),
    whole=4,
    alone=_all("你好|您好|喂|再见|拜拜|谢谢|谢谢你|谢谢您|帮帮我", times="{1,3}", space=_ZH),
    answers=_all(_ZH_YES, times="+", space=_ZH),
    assent=_all(
        f"{_ZH_HEARS}|是的?|对的?|好的?|行|没错|当然|好啊",
        times="{1,8}",
        space=_ZH,
    ),
    repeat=_all(
        "再说一[遍次]|重复一[遍次下]|重复|再来一[遍次]|你?刚才说什么|你?说什么|什么|我?没听[清见懂](?:楚)?",
        polite=_ZH_POLITE,
        space=_ZH,
    ),
    slower=_all("(?:说|讲)?慢一?点儿?(?:说|讲)?|太快了|别(?:说)?那么快", polite=_ZH_POLITE, space=_ZH),
    start_over=_all("(?:我们)?(?:重新|从头)(?:开始|再来)(?:吧)?|重来", polite=_ZH_POLITE, space=_ZH),
    stop=_all(
        "停(?:一下|下)?|等(?:一下|一会儿?|等)?|稍等(?:一下)?|别说了|够了|安静|闭嘴|住口",
        times="{1,3}",
        polite=_ZH_POLITE,
        space=_ZH,
    ),
    spelling=re.compile("拼写|怎么拼|拼一下"),
    numbers=re.compile("号码|密码|分机|几点|几号|几个|多少|日期|什么时[候间]|哪[天一]"),
    open=re.compile("什么|哪|谁|几|多少|怎么|如何|为何"),
)
TURN_WORDS: Mapping[str, TurnWords] = {"es": SPANISH, "zh": MANDARIN}
