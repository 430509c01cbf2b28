"""Undoes what a speech recogniser does to the words this product lives on."""

from __future__ import annotations

import re
from functools import lru_cache

from convonet_ari.tools.dates import DAYS

# Where "to do" is a verb and not a thing.
_VERB = "".join(
    rf"(?<!\b{word} )" for word in ("have", "need", "got", "want", "things", "what", "how", "going", "you")
)

HOURS = "(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"

# "The report's finished", but "Ann's birthday".
NOUN = r"(?!(?:it|that|what|who|there|here|he|she|let|where|when|how|this|everything|everyone|nobody)\b)\w+"
THING = "todo|task|reminder|appointment|meeting"
STATE = (
    r"(?:not|no longer|now|already|done|finished|completed?|ready|sorted|gone|cancell?ed|off|better|fine|too"
    r"|busy"
    r"|urgent|important|joining|leaving|moving|moved|left|going to|supposed|paid|sent|fixed|(?:in"
    r"|on) the \w+ team)\b"
)

# A time of day without its sign, and what may stand behind it.
_MOVE = "(?:please |can you |could you )?(?:move|push|change|shift|put|set|reschedule|postpone)"
_NUMBER = r"(1[0-2]|[1-9])(00|15|30|45)"
_ENDS = r"(?= ?(?:[ap]m\b|on\b|in the\b|to\b|today\b|tomorrow\b|this\b|next\b|with\b|instead\b|please\b|$))"

# In this order; what one puts right the next may build on.
SLIPS: tuple[tuple[str, str], ...] = (
    ("’", "'"),
    (rf"\b({NOUN})'s (?={STATE})", r"\1 is "),
    (r"([a-z])(\d)", r"\1 \2"),
    # "Four fifteen" is written as a number.
    (rf"(\b(?:at|until|till)|^(?:{_MOVE})\b.* to|^(?:no )?make (?:it|that)) {_NUMBER}{_ENDS}", r"\1 \2:\3"),
    (rf"\bhalf[ -](?:pass|passed|path|paths)(?= (?:{HOURS}|\d))", "half past"),
    (
        r"^(?:mind|mined|mine|remine|behind) me (?=(?:to|of|about|at|in|on|tomorrow|next|every)\b)",
        "remind me ",
    ),
    (r"(?<![\d.])(\d{1,2})\.([0-5]\d)(?![\d.])", r"\1:\2"),
    (r"\b(\d{1,2}) (?:thirty|starting|thirsty|dirty|30)\b", r"\1:30"),
    (r"\b(add|put) by (?!me\b|tomorrow\b|\w+day\b)", r"\1 buy "),
    (r"\b(on|by|for|next|this|until)-(?=[a-z])", r"\1 "),
    *((rf"\b(on|by|for|next|this|until) {day[:3]}(?:s|rs|r)?\b", rf"\1 {day.title()}") for day in DAYS),
    (r"\bto-day\b", "today"),
    (rf"\bhalf (?=(?:{HOURS}|[1-9]|1[0-2])\b(?! (?:of|an?)\b))(?![^ ]*[:.]\d)", "half past "),
    (r"^(?:let's|that's|what's) do (?=(?:today|tomorrow|this|next|on)\b)", "what is due "),
    (r"\b(assign|add|put|(?:todo|reminder) to) right (?=(?:the|an?|my|our)\b)", r"\1 write "),
    (r"^(?:please )?take off (?=(?:the|my) )(?!.*\b(?:from|list|team|calendar|on|at)\b)", "tick off "),
    (r"^(?:news|knows) (?=(?:the|my|it|that)\b)", "snooze "),
    (r"^post[- ]?(?:paying|pain|phone|bone|pond) (?=(?:the|my|it|that)\b)", "postpone "),
    (r"^(?:gains?|chains?) (?=(?:the|my) .+ to )", "change "),
    (rf"^what do (?=(?:today|tomorrow|on (?:{'|'.join(DAYS)})|(?:{'|'.join(DAYS)}))$)", "what is due "),
    (r"\b(?:adman|admen|add men|add man|at men|atman)\b", "admin"),
    # "Ann an admin".
    (r"^(make|add) (?:an|and) (?=(?:an? )?(?:admin|member|viewer)\b(?! (?:to|of|for)\b))", r"\1 Ann "),
    (r"^(make|add|remove) an (?=(?:an?|to|from|in|as)\b)", r"\1 Ann "),
    (r"^(make \w+) and (?=(?:admin|member|viewer)\b)", r"\1 an "),
    (r"\b(?:over[- ]?do|over[- ]due|overdew)\b", "overdue"),
    (r"\b(?:to[- ]?doo?e?|to[- ]?dos|to-dew|two do|too do|tudu|tadoo|toodoo)[- ]list\b", "todos"),
    (_VERB + r"\b(?:to[- ]do|two[- ]do|too[- ]do|tudu|tadoo|toodoo)(?:'?s|es)\b", "todos"),
    (r"\b(?:to-do|todoo|two do|too do|to dew|to due|tudu|tadoo|toodoo)\b", "todo"),
    (_VERB + r"\bto do\b(?! (?:i|next|today|tomorrow|this|it|that)\b)", "todo"),
    (r"\bcreat(?:ive|ed|es|or|ing)(?= (?:(?:a|an|it|the|new|another|me) )*(?:todo|task))", "create"),
    (r"\b(?:crate|great|credit|correct)(?= (?:(?:a|an|it|the|new|another) )*(?:todo|task))", "create"),
    (r"\b(?:at|had|ad|edit)(?= (?:a|an|another) (?:new )?(?:todo|task))", "add"),
    (r"\b(create|make|add|set up) (?:it|at|into) (?:a )?todo\b", r"\1 a todo"),
    (r"\bi'm (?=(?:create|add|make) )", ""),
    (r"(?<=\bto )a (?:gent|jent|gen|jen|jet)\b", "an agent"),
    (r"\bcreate (?:a |it )?today for\b", "create a todo for"),
    (
        r"^((?:(?:can|could|would) you |please )*(?:mark|marc|mock|march|park|marked|mike|make|set|put|tick"
        r"|check|call)"
        r" .*)\b(?:has|is|was|its|as a|us|a sis)(?= (?:done|dawn|dan|completed?|finished)\b)",
        r"\1as",
    ),
    (r"\bas (?:dan|dawn|down)\b|\basdone\b", "as done"),
    (r"\b(?:marc|mock|march|park|marked|mike|make)(?= .* as (?:done|complete))", "mark"),
    (
        r"\b(?:asian|aging|ancient|a gent|asient|edge and)(?=$| please| now)",
        "agent",
    ),
    (r"\b(?:remained|remind be|re mind|remind) me\b", "remind me"),
    (r"\bremember me (?=(?:to|of|about)\b)", "remind me "),
    (
        r"\b((?:remind|call) me|speak|talk|transfer me|connect me|put me through|i (?:want|need)) (?:two"
        r"|too) (?!(?:hours|minutes"
        r"|days|weeks|of|more|things|todos|tasks)\b)(?=\w)",
        r"\1 to ",
    ),
    (r"\bin too (?=hours|minutes|days|weeks)", "in two "),
    (r"\b(my|any|the|open) (?:two|too|to|2)[- ]?(?:dues|does|dose|dudes|dos|do's)\b", r"\1 todos"),
    (r"(?<=\bremind me )into (?=hours|minutes|days|weeks)", "in two "),
    (r"(?<=\bme )(?:in to|and to|into) (?=hours|minutes|days|weeks)", "in two "),
    (r"\b(?:undue|on do|un do|and do|undo a)(?= (?:that|it|this|the last)\b)", "undo"),
    (r"\bcalenders?\b|\bcalendars\b", "calendar"),
    (r"\b(?:moved|moves|mood|move) (it|that|this) (?:too|two|to)\b", r"move \1 to"),
    (r"\b(?:snows|snoos|snoozed|sneeze)(?= (?:it|that|for|until)\b)", "snooze"),
    (r"\b(?:deleted|dilute|the lead|delight)(?= (?:the|my|it|that)\b)", "delete"),
    (r"\b(?:sails|sale's|sells)(?=$| department| please| team)", "sales"),
    # "A reminder, no, a todo".
    (
        rf"\b(an?|the) (?:new )?(?:{THING})(?: no| sorry| wait| i mean| i meant| rather| actually)+ (?:an?"
        rf"|the) ({THING})\b",
        r"\1 \2",
    ),
    (r"^no way (?=to )", "no wait "),
    # The first word of a sentence is lost or swallowed most often.
    (r"^the (?=(?:book|remind|snooze|delete|cancel|add|create|schedule(?! for| of| on|$)) )", ""),
    (
        rf"^(?P<what>(?:the|my) .+) to (?P<day>tomorrow|(?:next )?(?:{'|'.join(DAYS)}|week))$",
        r"move \1 to \2",
    ),
)
_SLIPS = tuple((re.compile(pattern, re.I), replacement) for pattern, replacement in SLIPS)

FILLERS = re.compile(
    r"^(?:(?:um+|uh+|er+m?|hmm+|ah|oh|well|so|okay|ok|alright|all right|right|now|and|yes|yeah|hi|hello|hey|"
    r"hi there|hello there|please|listen(?! to)|look(?! (?:for|up|at|through|into|everywhere))|actually"
    r"|basically|good (?:morning|afternoon|evening)(?= [\w']+ \w)|(?:morning|afternoon|evening)(?= (?:can"
    r"|could|would|will|i|i'd|i'm|please"
    r"|what|what's|who)\b)|(?:perfect|great|brilliant|lovely|excellent|fine)(?= (?:mark|move|add|put"
    r"|delete|create|can"
    r"|could|please|and|then|now|so|remind|what|tick|make|cancel|book)\b)|you know)\b[,. ]*)+",
    re.I,
)
_NOISE = re.compile(r"\b(?:um+|uh+|erm*|hmm+|(?<!do )you know|kind of|sort of)\b[, ]*", re.I)
_PAUSE = re.compile(
    r",\s*(?:let me (?:think|see)|what was it(?: again)?|how (?:do|shall) i (?:say|put it)|where was"
    r" i)\s*[,.]\s*",
    re.I,
)
_MIDST = re.compile(r"(?<=\w) please (?=\w)", re.I)
_TAIL = re.compile(
    r"[,. ]*(?:\b(?:please|thanks|thank you|for me|okay|ok|would you|will you|can you|as well"
    r"|too|sir|ma'am|madam)\b[,.!? ]*)+$",
    re.I,
)


@lru_cache(maxsize=32)
def plain(text: str) -> str:
    """Without punctuation around words and hesitation between them, and with the known slips put right."""
    text = re.sub(r"\[[^\]]*\]|\([^)]*\)", " ", text)
    text = re.sub(r"\b([ap])\.\s?m\.?", r"\1m", text, flags=re.I)
    text = re.sub(r"[?!;\"“”…]|(?<!\d):|:(?!\d)|[.,](?=\s|$)", " ", text)
    text = " ".join(_NOISE.sub("", " ".join(text.split())).split())
    text = _MIDST.sub(" ", text)
    for pattern, replacement in _SLIPS:
        text = pattern.sub(replacement, text)
    return " ".join(text.split())


def without_pauses(said: str) -> str:
    """What was said, without the words that only give time to think."""
    return _PAUSE.sub(" ", said)


def without_fillers(text: str) -> str:
    """`plain` text without the small words around a wish; whole when there is nothing else."""
    return _TAIL.sub("", FILLERS.sub("", text)).strip() or text
