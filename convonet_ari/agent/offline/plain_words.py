"""Puts everyday and regional words for the plain ones that the phrasings know: tried where none fits."""

from __future__ import annotations

from convonet_ari.agent.offline.phrasings_calendar import DAY_NAMED
from convonet_ari.agent.offline.phrasings_work import LEAD, SOMEBODY_NAMED
from convonet_ari.agent.offline.plain_questions import QUESTIONS, SHORT
from convonet_ari.agent.offline.rules import Rules, compiled, put
from convonet_ari.tools.numerals import NUMBER

IT = r"(?:it|that|this|them)"
INTO = r"(?:in|into|on|onto|down|to)"
PLACE = r"(?:list|todos?|tasks?|calendar|schedule|agenda|diary)"
LIST = rf"(?:(?:my|the|our) )?(?:\w+ )?{PLACE}"
CREW = r"(?:guys|folks?|people|crew|squad|gang|lot|bunch|crowd|group|boys|girls|ladies|chaps)"
# Who wants to talk to "the sales people" wants a department.
TALKING = r"(?<!touch with )(?<!through to )(?<!talk to )(?<!speak to )(?<!speak with )(?<!talk with )"
PUT = r"(?:pop|stick|shove|chuck|throw|bung|slap|drop|plonk|whack|jam|park|lob|whip|enter|save)"
RID = (
    r"(?:bin(?: off)?|ditch|axe|trash|scrap|kill|nix|dump|lose|zap|scrub|discard|eliminate|get shot of"
    r"|do away with|(?:chuck|throw)(?: out| away)|call off|blow off|wipe(?: out)?)"
)
SHIFT = r"(?:bump|prepone|slide|shunt|swap|re-?arrange|rebook|pull|advance|nudge(?! me\b)|flip|drag)"
DROP = r"(?:boot|kick|pull|drop|axe|expel|exclude|eject|chuck|throw|get|yank)"
JOIN = r"(?:get|stick|put|chuck|throw|pull|bring|loop|rope|enrol|sign|include|induct|shift|onboard)"
LEAVE = (
    r"(?:quit|exit|(?:drop|pull|step|come|be|get) out of|step down from|be off|be taken (?:out of|off)"
    r"|be removed from|stop being (?:in|part of))"
)
CALL = r"(?:a )?(?:bell|buzz|shout|tinkle|ring|nudge|ping|poke|prod|holler)"
# A name, and nothing that goes on with it.
NAME = (
    rf"((?={SOMEBODY_NAMED})\w+(?: (?!(?:in|on|up|to|with|into|onto|as|from|off|out|be|please|is|are|was|has"
    r"|have|can|could|will|would|should|must|does|do|needs?|may)\b)\w+)?)"
)
ASK = r"(?:(?:can|could|would|will|should|might) |have |get |ask |tell |let )"
AMOUNT = rf"(?:half an|{NUMBER})(?: and a half)? (?:hour|minute)s?"
JUST = r"^(?:i|we)(?:'ve| have)? (?:just |already |finally |now )*"
CLOSE = (
    r"(?:so |and )?(?:please |you (?:can|may) |can you )*(?:close|tick|cross|check|mark|take) (?:it|that)\b"
)

PLACES: Rules = (
    (r"\b(?:put|mark|note|write|jot|pencil) me (?:down|in|up) (?:as having )?to (?=\w)", "create a todo to "),
    (rf"\b(?:{PUT}|put) ({IT}) ({INTO}) ", r"put \1 \2 "),
    (rf"({LEAD}){PUT} (?=\S.* {INTO} {LIST}\b)", r"\1put "),
    (rf"\b(on|to|onto) the (?!team\b)\w+ ({PLACE})(?=$| for\b| by\b)", r"\1 my \2"),
    (
        rf"^(?:put|add) (?:a |the )?(?:note|entry|item|line) {INTO} ({LIST}) (?:to|about|saying|that) (.+)$",
        r"put \2 on my list",
    ),
)
AWAY: Rules = (
    (
        rf"({LEAD})(?:knock|rub|strike|cross|get|take) (\S.*?) off (?=(?:my|the) {PLACE})",
        r"\1take \2 off ",
    ),
    (rf"({LEAD})take (\S.*?) off (?:my |the )?plate$", r"\1delete \2"),
    (rf"({LEAD}){RID} (?!(?:me|us)\b)(?=\S)", r"\1delete "),
    (
        r"^(?:the |my |our )?(\S+(?: \S+){0,4}?) (?:got|has been|was|is|has|been) (?:cancell?ed|called off"
        r"|scrapped|dropped)(?: (?:so |and |please |can you |could you )*(?:cancel|delete|remove|drop"
        r"|take)\b.*)?$",
        r"cancel my \1 appointment",
    ),
    (
        r"^(?:i|we) (?:don't|do not|no longer) (?:have|need) to (?:do |go to |attend |see )?(?:the "
        r"|my )?(.+?)(?: any ?more| any longer| now| after all)*(?: (?:so |and )?(?:please )?(?:delete"
        r"|get rid of|remove|drop|cancel|take off) (?:it|that)(?: off)?)?$",
        r"delete \1",
    ),
)
TIMES: Rules = (
    (
        rf"^(?:(?:can|could|may) (?:i|we) (?:have|get|take)|(?:you )?(?:can you |could you )?give me|i(?:'d"
        r"| would)? (?:need|want"
        rf"|like)|let me have) (?:another )?({NUMBER}) (?:more )?((?:day|week)s?)(?: more| longer"
        r"| extra)? (?:for|on|with|to do"
        r"|to finish) ((?:the|my) \S.*)$",
        r"move \3 by \1 \2",
    ),
    (
        rf"({LEAD})(?:set up|book|schedule|arrange|plan|put in|find|get)(?: me| in)? ({AMOUNT}) (?=(?:with"
        r"|for) .*\b(?:at|noon)\b)",
        r"\1block \2 ",
    ),
    (
        r"^(?:can |could |may )?(?:(?:you )?(?:give|allow) me|i(?:'d| would)? (?:need|want|have|like)"
        r"|let me have|i have) (?:time"
        r" )?(?:till?|until) (\S.*?) (?:for|to do|to finish|with|on) ((?:the|my) \S.*)$",
        r"move \2 to \1",
    ),
    (r"(?: (?:at|for|and))? (?:the|that) same (?:time|hour)$", ""),
    (
        r"^(?:can|could|may|might|shall|should) (?:the |my )?((?!(?:i|we|you|he|she|they|it|that|this"
        r"|some\w+|any\w+)\b)"
        r"\S+(?: \S+){0,4}?) (?:wait|stay|be(?= (?:on|at)\b)|be (?:moved|postponed|put off|pushed"
        r"|shifted|rescheduled|delayed)"
        r"|move|go"
        r"|slip|slide|stand)(?: over| back)? (?:till?|until|to|for|on|by) ",
        r"move \1 to ",
    ),
    (rf"({LEAD})prepone (\S.*?) by ", r"\1bring \2 forward by "),
    (rf"({LEAD}){SHIFT} (?=\S.* (?:to|till?|until|on|at|by|back|forward)\b)", r"\1move "),
    (
        r"^(?:the |my )?((?!(?:i|we|he|she|they|it|you|everyone|who)\b)\S+(?: \S+){0,3}?) (?:just )?"
        r"(?:(?:rang|called|phoned|wrote|texted|e-?mailed|said)\b.*? )?(?:now )?(?:wants?|needs?|prefers?"
        r"|can only do|could only do|asked for) (?:to (?:see|meet|do) )?(?:me |us |it )?(?:for )?"
        r"((?:\S+ ){0,3}?\S+) instead(?: of .+)?$",
        r"move my \1 appointment to \2",
    ),
    (
        rf"^(?:i|we)(?:'ll| will)? (?:need|want|would like|'d like|require) ({AMOUNT}) (?=with|for)",
        r"block \1 ",
    ),
    (rf"\b(?:give|send|drop) me {CALL}\b", "remind me"),
    (r" (?:so(?: that)? (?:i|we) (?:don't|do not|won't) forget|lest i forget)(?: to| about)? ", " to "),
    (
        r"^(?:make sure|ensure|see to it|check)(?: that)? (?:i|we)"
        r" (?=\w+ .*\b(?:at|by|in|tomorrow|tonight|on)\b)",
        "remind me to ",
    ),
    (
        r"\b(?:leave me (?:alone|be|in peace)|let me be|hold off|come back|try (?:me )?again|get back to me)"
        r" (?:for|in) ",
        "remind me again in ",
    ),
    (r"^not now (?=in (?:a |half |\w+ ))", "remind me again "),
    (
        rf"^(?:is|are) (?:my )?({DAY_NAMED}) (?:packed|full|busy|booked|crowded)(?: up| out)?$",
        r"am i free \1",
    ),
)
DONE: Rules = (
    (
        r"^(?:already |just )?(?:called|phoned|rang|e-?mailed|paid|sent|bought|booked|ordered|fixed|cleaned"
        r"|signed|wrote"
        r"|submitted) (?:the |my |our )(\S+(?: \S+){0,2}?)(?: (?:all |already |and |that's |it's |is "
        r"|as )*(?:done|finished"
        r"|sorted|check|tick it off))+$",
        r"i finished \1",
    ),
    (
        r"^(?:i|we)(?:'ve| have)? (?=(?:just|already|finally|now) |.* (?:tick|cross|check|mark|close|take"
        r"|strike) (?:that"
        r"|it|this)\b)(?:just |already |finally |now )*(?:spoken|spoke|talked|chatted)(?: again)? (?:to"
        r"|with) (?:the |my "
        r"|our )?(\S+(?: \S+)??)"
        r"(?: (?:so |and |then |now |(?:you|we|i) (?:can|could|may) |(?:can|could) you )*"
        r"(?:tick|cross|check|mark|close|take|strike|scratch) (?:that|it|this)(?: one)?\b.*)?$",
        r"i finished \1",
    ),
    (r"^(?:i|we)(?:'m| am|'re| are) (?:all )?(?:through|finished up|done and dusted) with ", "i finished "),
    (
        rf"{JUST}(?:wrapped up|finished (?:off|up)|got through|polished off|knocked out|nailed|ticked off"
        r"|crossed off|signed off|closed|cleared|gotten through) ",
        "i finished ",
    ),
    (rf"{JUST}got(?:ten)? (\S.*?) (?:done|sorted|finished|out of the way|over with)$", r"i finished \1"),
    (
        r"^that's (\S.*?) (?:done|sorted|finished|over|out of the way|dealt with|wrapped up)(?: then| now)?$",
        r"i finished \1",
    ),
    (
        rf"^(?:the |my )?(\S+(?: \S+){{0,3}}?) (?:went|got|is|are|has|have|was|were)\b.*? {CLOSE}.*$",
        r"i finished \1",
    ),
)
PEOPLE: Rules = (
    (
        r"^what(?:'s| is)(?: still)? (?:pending|open|left|going on|outstanding) (?:with|for|in|at"
        r"|on) (?:the )?(\w+) team$",
        r"what does the \1 team have to do",
    ),
    (rf"{TALKING}\bthe (\w+) {CREW}\b", r"the \1 team"),
    (r"\bin with the (\w{2,}?)s?(?: team)?$", r"to the \1 team"),
    (r"^who (?:are|is|makes up) the (\w+) team$", r"who is in the \1 team"),
    (
        r"\bhow many (?:of us |people |persons |members |folks )?(?:do we have |are there |are |is )?(?:in"
        r"|on) (?:the )?(\w+)(?: team)?$",
        r"who is in the \1 team",
    ),
    (
        r"^(?:we|i)(?:'ve| have)? (?:just )?(?:hired|got|recruited|have) (\w+(?: \w+)?) for (?:the"
        r" )?(\w+)\b.*$",
        r"add \1 to the \2 team",
    ),
    (
        rf"({LEAD}){JOIN} {NAME} (?:up )?(?:in |on |up )?(?:with|for|to|in|into|onto|on) (?:the )?(\w+)"
        rf" team$",
        r"\1add \2 to the \3 team",
    ),
    (
        rf"({LEAD}){DROP} {NAME} (?:from|off|out of) (?:the )?(\w+)(?: team)?$",
        r"\1remove \2 from the \3 team",
    ),
    (rf"({LEAD}){LEAVE} (?:the )?(\w+)(?: team)?$", r"\1leave the \2 team"),
    (
        r"^(?:i|we) (?:want|need|wish|would like|'d like) (?:to get )?out of (?:the )?(\w+)(?: team)?$",
        r"leave the \1 team",
    ),
    (
        r"^who(?: else)?(?:'s| is| are)?(?: all)? (?:works?|working|employed) (?:in|on|at|for|with) ",
        "who is in ",
    ),
    (r"\b(?:the )?(?:boss|head|leader|lead|chief|captain) of\b|\bin charge of\b", "an owner of"),
    (r"\b(?:the |a )?(?:manager|administrator) of\b", "an admin of"),
    (
        rf"^(?:let )?{NAME} (?:should |must |has to |needs to |can |may )?(?:be able to |be allowed to )?"
        r"(?:manage|run|administer|lead|look after) (?:the )?(\w+) team$",
        r"make \1 an admin of the \2 team",
    ),
    (
        r"^(?:i'd like|i would like|i want|i need|we need|we want) the (\w+) team to (?=\w+ \w)",
        r"the \1 team should ",
    ),
    (
        r"^who (?:runs|leads|heads|manages|is in charge of|is responsible for) (?:the )?(\w+)(?: team)?$",
        r"who is in the \1 team",
    ),
    (rf"^{ASK}(?:the )?(\w+) team (?:to )?(?:please )?(?!have\b|got\b)(?=\w+ \w)", r"the \1 team should "),
    (
        r"^what(?:'s| is| are| has| have)? (?:the )?(\w+) team(?:'s)? (?:got on|up to|got|busy with|on with"
        r"|working on|doing|dealing with)$",
        r"what does the \1 team have to do",
    ),
    (
        rf"^{ASK}{NAME} (?:please )?(?:be the one |be responsible )(?:to|for) (?=\w)",
        r"\1 should do ",
    ),
)
SETTINGS: Rules = (
    (
        r"^(?:any|is there any|is there|tell me (?:if there is )?any)(?:thing|thing else"
        r"| news)?(?: (?:important|special"
        r"|interesting|urgent|new|particular))?(?: (?:that )?(?:i|we) (?:should|need to|must|have to"
        r"|ought to) (?:know"
        rf"|be aware of|hear|remember)(?: about)?)?(?: (?:for|about|on))? (?={DAY_NAMED}$)",
        "brief me ",
    ),
    (r"^what (?:should|must|do) i (?:need to )?know(?: about)?(?: for)? ", "brief me "),
    (r"\b(?:i|we) (?:need|want|require) reminding\b", "remind me"),
    (r"^(?:i|we)(?:'d| would)? (?:need|want|like|have) to (?:be|get) reminded\b", "remind me"),
    (r"^new (?:item|entry|thing) ", "new todo "),
    (r"^let's not forget ", "don't let me forget "),
    (r"\bmake time for\b", "block time for"),
    (rf"^(what) (?:have|had) (i|we) got on (?={DAY_NAMED})", r"\1 do \2 have on "),
    (rf"({LEAD})lower the priority of (\S.*)$", r"\1make \2 low priority"),
    (rf"({LEAD})raise the priority of (\S.*)$", r"\1make \2 high priority"),
    (r"^the (\w+) team should be (?:called|named) ", r"rename the \1 team to "),
    (
        rf"({LEAD})(?:reverse|rewind|unwind|cancel out|go back on) (?={IT}\b|the last|my last|what)",
        r"\1undo ",
    ),
    (r"\bkeep (?:it|that|this) in mind\b", "keep in mind"),
    (r"^(?:just )?(?:so you know|for your information|fyi|for the record)(?: that)?\b", "remember that"),
    (r"\b(?:stop|quit|avoid|no more) (?:ringing|calling|phoning|bothering) (me|us)\b", r"don't call \1"),
    (
        r"^(?:i)(?:'ve| have)? (?:just )?(?:moved|relocated|shifted|gone) to (\w+(?: (?!so\b|and\b"
        r"|now\b)\w+)?)\b.*\b(?:clocks?|times?|time ?zone|hours)\b.*$",
        r"my time zone is \1",
    ),
)
_WORDS = compiled(SHORT, PEOPLE, QUESTIONS, PLACES, AWAY, TIMES, DONE, SETTINGS)


def plain_words(text: str) -> str:
    """The same wish; `text` itself where it is said plainly already."""
    return put(_WORDS, text)
