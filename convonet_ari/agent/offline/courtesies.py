"""Takes a wish out of the courtesies around it, and what was said apart into its sentences."""

from __future__ import annotations

import re

GERUNDS = {
    "adding": "add",
    "arranging": "arrange",
    "assigning": "assign",
    "booking": "book",
    "calling": "call",
    "cancelling": "cancel",
    "canceling": "cancel",
    "changing": "change",
    "checking": "check",
    "connecting": "connect",
    "creating": "create",
    "deleting": "delete",
    "getting": "get",
    "giving": "give",
    "making": "make",
    "marking": "mark",
    "moving": "move",
    "noting": "note",
    "postponing": "postpone",
    "putting": "put",
    "reading": "read",
    "reminding": "remind",
    "removing": "remove",
    "renaming": "rename",
    "scheduling": "schedule",
    "searching": "search",
    "setting": "set",
    "showing": "show",
    "telling": "tell",
    "transferring": "transfer",
    "writing": "write",
}
_COULD = r"(?:could|can|would|might|may|will)"
_ABLE = rf"{_COULD}(?: (?:possibly|perhaps|maybe|kindly|please|just|be able to|manage to))*"
_PRELUDES = (
    r"(?:(?:please|kindly) )?do the needful(?: and)?",
    rf"i(?: was|'m| am|'d been)? (?:just )?(?:wondering|hoping|wonder|hope)(?: if| whether| that)? (?:you|i"
    rf"|we) {_ABLE}",
    r"(?:would|are|will|might) you(?: please| perhaps)? be able to|are you able to|would you care to",
    r"(?:is there |would there be |have you )?(?:any|a|some) (?:way|chance|possibility)(?: that| for"
    rf"| of)? (?:you|i|we)(?: {_ABLE}| to|(?= \w+ing))",
    r"(?:might|may|can|could) i (?:please )?(?:ask|trouble|bother|get|have|request)(?: (?:for )?you)? to(?:"
    r" please)?",
    r"if (?:it's|it is|that's|that is) (?:not|no|ok|okay|all right)(?: (?:too much|a|any"
    r"|much))*(?: of)?(?: an?)?(?: (?:trouble|bother|problem|hassle|imposition))?(?: (?:for|with|to) you)?",
    r"if you (?:could|would|can|please|wouldn't mind|don't mind)(?: (?:please|just|possibly|kindly))*(?="
    r" \w+ \w)",
    r"(?:what|all) i (?:need|want|would like|'d like)(?: you to do)? is (?:for you )?to",
    rf"i(?:'d| would) (?:really )?like it if you (?:{_COULD}|would)",
    r"(?:i(?:'ll| will)? )?(?:need|want|could use)(?: some| your)? help (?:to|with)(?= \w+ \w)",
    r"(?:be|would you be|could you be) an? (?:dear|love|darling|star|angel|sweetheart|pal|good \w+) and",
    r"i(?:'ll| will|'d| would) be (?:much |very |so )?(?:obliged|thankful|happy|delighted) if you (?:could"
    r"|would|can)",
    r"(?:my )?(?:humble |kind )?request (?:is )?(?:to|that you|for you to)",
    r"i have (?:a|one|got a) (?:small |little |quick |tiny )*(?:request|doubt|question|favou?r|thing to ask)"
    r"(?: for you)?(?: please)?",
    r"i(?:'m| am) (?:happy|glad|pleased|sorry) to (?:say|tell you|report)(?: that)?",
    r"(?:good|great|bad) news(?=,? \w+ \w)",
    r"(?:don't|do not|never) forget to(?= (?:remind|tell|wake|ping|warn) me\b)",
    r"you know what|the thing is|here's the thing|guess what|long story short",
    r"do me a favou?r(?: and)?",
    r"(?:(?:would|could|will|can) you )?(?:please )?be so (?:kind|good)(?: and| as to)?",
    r"i (?:think|believe|guess|suppose|mean)(?: that)?(?= i\b)",
    rf"i (?:was|am|'m) (?:just )?wondering (?:if|whether) (?:you|i|we) {_COULD}",
    rf"(?:do you think|any chance|is there any chance)(?: that)? (?:you|i|we) {_COULD}",
    r"(?:is it|would it be) possible(?: for you)? to",
    rf"it(?:'d| would) be (?:great|nice|good|lovely|helpful|kind) if you {_COULD}",
    rf"i(?:'d| would) (?:appreciate it|be (?:grateful|glad|happy)) if you {_COULD}",
    rf"i (?:just )?(?:want|wanted|would like|'d like) to ask (?:you )?(?:to|if you {_COULD})",
    r"i(?:'d| would) love (?:for )?you to",
    r"i (?:need|want) you to",
    r"before i forget(?: it)?",
    r"(?:oh )?by the way",
    r"(?:just )?(?:one more|another|one other|one last|a quick) (?:thing|question)(?! for| to"
    r"| on)(?: please)?",
    r"(?:just )?quick question",
    r"while you're at it",
    r"(?:if|when|as soon as) you (?:can|could|have|get) (?:a |the )?(?:moment|second|minute|chance|time)",
    r"(?:if you )?(?:don't|do not|wouldn't) mind",
    r"on second thoughts?",
    r"come to think of it",
    r"(?:this is|it's|it is|my name is) \w+(?: \w+)? (?:again|here|speaking|calling)",
    r"(?:this is|it's|it is|i'm|i am|my name is) (?!(?:urgent|important|about|very"
    r"|not)\b)\w+(?: \w+)?(?= (?:(?:can|could"
    r"|would|will) you|please|i'd|i (?:want|need|would))\b)",
    r"i (?:just |only )*(?:want|wanted|need|would like|'d like) to (?:know|ask|hear|find out)",
    r"(?:can|could|would|will) you (?:please )?(?:tell me|let me know)(?= (?:what|which|when|who|where"
    r"|how|if))",
    r"do you know(?= (?:what|which|when|who(?!m)|where|how)\b)",
    r"(?:good )?(?:right|great|perfect|fine|lovely|wonderful)(?= (?:and|then|now|next|can|could|please) \w)",
    r"thanks?(?: you)?(?: very much| a lot)?(?= (?:and|now|next|then|can|could) \w+ \w)",
    r"sorry(?= \w+ \w)(?! (?:i|no|not|that|it)\b)",
)
_PRELUDE = re.compile(
    rf"^(?:(?:{'|'.join(_PRELUDES)}|and|then|now|next|so|just|please|kindly)\b[ ,]*)+(?=\S)", re.I
)
# Between "could you" and what is wished.
_SOFTLY = re.compile(
    r"\b(?P<ask>(?:can|could|would|will) (?:you|we|i))(?: (?:possibly|perhaps|maybe|kindly|like|quickly"
    r"|somehow|at all|by any chance|ever so kindly|be able to|manage to|try to|try and|go and|be so (?:kind"
    r"|good) (?:as )?(?:to|and)|be a \w+ and|do me a favou?r and|help me(?: to| and)?(?= \w+ \w)"
    r"|please))+(?= \w)",
    re.I,
)
_NEED = re.compile(
    r"^(?:what i (?:need|want|would like|'d like) is|any chance (?:of|for)|i could (?:use|do with)|how"
    r" about) (?=an? \w)",
    re.I,
)
_MIND = re.compile(rf"^(?:(?:would|do) you mind|be) (?P<doing>{'|'.join(GERUNDS)})\b", re.I)
_TAIL = re.compile(
    r"(?: (?:if (?:that's|that is|it's|it is) (?:ok|okay|possible|all right|alright|not too much trouble)"
    r"|if (?:you can|possible|you don't mind|you could|you would)|when you (?:can|get a chance|have time)"
    r"|real quick|quickly|once again|these days|at the moment|at present|currently|nowadays|right now"
    r"|(?:that would|that'd) be (?:great|nice|lovely|all|kind|perfect)))+$",
    re.I,
)
_END = re.compile(r"(?<=[a-z\d])[.?!;:]+\s+|,\s+", re.I)


def unwrapped(text: str) -> str:
    """`text` without punctuation around it; whole when nothing would be left."""
    bare = _TAIL.sub("", _PRELUDE.sub("", _NEED.sub("i need ", _SOFTLY.sub(r"\g<ask>", text)))).strip()
    bare = _MIND.sub(lambda found: GERUNDS[found["doing"].lower()], bare)
    return bare or text


def parts(said: str) -> list[str]:
    """The sentences and clauses of what was said, the last first; none when it is a single one."""
    found = [part for part in _END.split(said) if part and part.strip()]
    return found[::-1] if len(found) > 1 else []
