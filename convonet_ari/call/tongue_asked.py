"""Words that ask for a language ("Spanish, please."), and the yes to being asked in return."""

from __future__ import annotations

import re
from collections.abc import Mapping

ELSE = "other"
"""A language that we have no words in."""

_NAMED: Mapping[str, str] = {
    "en": "english|inglés|ingles|英文|英语|英語",
    "es": "spanish|español|espanol|castellano|西班牙语|西班牙文",
    "zh": "(?:mandarin )?chinese|mandarin|chino|mandarín|中文|普通话|汉语|国语|华语",
    ELSE: (
        "french|german|italian|portuguese|russian|arabic|hindi|urdu|bengali|japanese|korean|vietnamese"
        "|tagalog|filipino|polish|turkish|dutch|ukrainian|greek|hebrew|cantonese|français|deutsch|italiano"
        "|português|francés|alemán|portugués|广东话|粤语|日语|韩语|法语|德语"
    ),
}
_SPACE = r"[\s,.!?¡¿，。！？]"
_POLITE = (
    rf"{_SPACE}*+(?:(?:please|sorry|excuse me|hello|hi|hola|perdone|disculpe|por favor|no|oh|um|uh|well|请问"
    rf"|你好|您好|请){_SPACE}*+)*+"
)
_ASKING = (
    r"(?:(?:do|can|could|would|will) (?:you|we|i)|i(?:'d| would) (?:like|prefer|rather)"
    r"|i (?:want|need|prefer)|let's|let us|is it possible|switch|change|may i|i (?:only )?speak)"
    r"(?: (?:please|speak|talk|switch|change|continue|go on|use|to|in|me|only|a bit of|some))*+"
)
_PIDE = (
    r"¿?(?:habla|hablas|hablan|puede|puedes|podría|podemos|quiero|quisiera|prefiero|hablemos|hábleme|háblame"
    r"|solo hablo)(?: (?:hablar|usted|continuar|seguir|me))*+"
)
_QING = "(?:你|您|我们?|能|可以|不?会|不能|想|要|用|说|讲|只|改|换|成|跟)*+"
_AFTER = "please|por favor|thank you|thanks|gracias|then|now|instead|好吗|吗|吧|谢谢"
_END = rf"(?:{_SPACE}*+(?:{_AFTER}))*+{_SPACE}*+"
_ASKED = {
    language: re.compile(
        rf"{_POLITE}(?:(?:{_ASKING}|{_PIDE}) |in |en |speak )*+{_QING}(?:{names}){_END}", re.IGNORECASE
    )
    for language, names in _NAMED.items()
}
_BARE = re.compile(r"\W*[a-z]+(?: chinese)?\W*", re.IGNORECASE | re.ASCII)
_YES = re.compile(
    rf"{_SPACE}*+(?:(?:yes|yeah|yep|sure|of course|okay|ok|always|please(?: do)?|that would be (?:nice|great)"
    rf"|sí|si|claro|siempre|por supuesto|vale|por favor|de acuerdo|是的?|好的?|对|可以|当然|要){_SPACE}*+)++",
    re.IGNORECASE,
)
_NO = re.compile(
    rf"{_SPACE}*+(?:(?:no|nope|not now|just (?:now|today|this time)|thanks|thank you|gracias|ahora no"
    rf"|solo (?:hoy|ahora|esta vez)|不用?了?|不要|不是|谢谢){_SPACE}*+)++",
    re.IGNORECASE,
)


def asked(text: str, current: str = "en") -> str:
    """The language that is all these words ask for, ELSE for one that is none of ours; or nothing.

    Its bare name in English may be an answer to something else.
    """
    plain = text.replace("’", "'").strip()
    if current == "en" and _BARE.fullmatch(plain):
        return ""
    return next((language for language, wanted in _ASKED.items() if wanted.fullmatch(plain)), "")


def agreed(text: str) -> bool | None:
    """Whether it is a yes or a no, and nothing else."""
    if _NO.fullmatch(text.strip()):
        return False
    return True if _YES.fullmatch(text.strip()) else None
