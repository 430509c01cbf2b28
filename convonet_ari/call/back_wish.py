"""Whether somebody who waits for a person asks to be back with the assistant, told by words alone."""

from __future__ import annotations

import re
from collections.abc import Mapping

_SPACE = r"[\s,.!?;¡¿，。！？、]"


def _all(said: str, polite: str) -> re.Pattern[str]:
    """All of it is the wish, up to three times, with what politeness puts around it."""
    around = rf"(?:(?:{polite}){_SPACE}*+)*"
    return re.compile(rf"{_SPACE}*+{around}(?:(?:{said}){_SPACE}*+{around}){{1,3}}", re.IGNORECASE)


_ASSISTANT = (
    r"(?:(?:the |an |your |that )?(?:(?:automated|virtual|digital|voice|phone|ai) )?"
    r"(?:assistant|robot|bot|machine|computer))"
)
_WANT = (
    r"(?:(?:i(?: (?:just )?want|'d like| would like|'d rather| would rather| need)|can i|could i|may i"
    r"|let me|let's)(?: (?:to|please))? )?"
)
_BACK = (
    r"(?:(?:go|get|come|be|switch|return|(?:take|bring|put|send|get|connect|transfer|give) me) back"
    rf"|return)(?: (?:again|now|please))?(?: (?:to|with) {_ASSISTANT})?"
)
_TALK = rf"(?:talk|speak)(?: again)? (?:to|with) {_ASSISTANT}"
_ENGLISH = _all(
    rf"{_WANT}(?:{_BACK}|{_TALK})(?: (?:again|instead|now))?|back to {_ASSISTANT}|never ?mind"
    rf"|i(?: want|'d like) {_ASSISTANT}|{_ASSISTANT}",
    "please|sorry|excuse me|hey|hello|hi|no|oh|um+|uh+|okay|ok|well|actually|yes|thanks|thank you"
    "|(?:could|can|would|will) you",
)
_SPANISH = _all(
    r"(?:(?:quiero|quisiera|puedo|me gustaría|déjeme|deseo) )?"
    r"(?:volver|regresar|vuelva|regrese|vuelve|regresa|devuélvame|devuélveme)(?: atrás)?"
    r"(?: (?:al|con el|a la|con la) (?:asistente|máquina|robot))?"
    r"|(?:(?:quiero|quisiera|puedo|me gustaría|deseo) )?(?:hablar|hable)(?: otra vez| de nuevo)? con "
    r"(?:el|la|su) (?:asistente|máquina|robot)"
    r"|(?:el |la )?asistente|no importa|déjelo|déjalo|olvídelo|olvídalo|da igual",
    "por favor|perdón|disculpe|oiga|oye|no|sí|eh|bueno|mejor|gracias|hola",
)
_HELPER = "(?:语音|自动|智能|虚拟)?(?:助手|助理|机器人)"
_MANDARIN = _all(
    rf"(?:我(?:想|要|想要)?)?(?:回去|返回|(?:回到|转回|转到|返回|接回|退回)(?:给)?{_HELPER}(?:那里|那边)?)"
    rf"|(?:我(?:想|要|想要)?)?(?:找|跟|和|与){_HELPER}(?:说话|说|讲话|谈|通话)?|{_HELPER}|算了",
    "请|麻烦你|麻烦您|不好意思|喂|你好|您好|好的?|嗯|那|吧|谢谢|可以|吗|帮我",
)
_WORDS: Mapping[str, re.Pattern[str]] = {"es": _SPANISH, "zh": _MANDARIN}


def wants_back(text: str, language: str = "en") -> bool:
    """Whether this is all that `text` says; whoever says more may be talking with somebody beside them."""
    return bool(_WORDS.get(language, _ENGLISH).fullmatch(text.replace("’", "'").strip()))
