"""How callers put wishes about reminders, appointments and their free time, in order of precedence."""

from __future__ import annotations

from convonet_ari.agent.offline.phrasings_work import LEAD, ONE
from convonet_ari.tools.dates import DAYS
from convonet_ari.tools.numerals import NUMBER

EVENT = r"(?:appointments?|meetings?|events?|calendar (?:events?|entry|entries))"
CALENDAR = r"(?:my |the |our )?(?:calendar|schedule|agenda|diary)"
THING = rf"(?:todos?|tasks?|reminders?|{EVENT})"
DROP = r"(?:delete|remove|erase|drop|cancel|get rid of|throw away|scratch|clear)"
BOOK = r"(?:book|schedule|plan|arrange|make|create|add|set up|put|enter)"
DAY_NAMED = (
    rf"(?:(?:on |for )?(?:this |next |coming )?(?:{'|'.join(DAYS)})(?: (?:morning|afternoon|evening))?"
    r"|today|tomorrow|tonight|this (?:morning|afternoon|evening)|the day after tomorrow)"
)

BEFORE = r"(?:before|ahead of|prior to)"

CALENDAR_WISHES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "reminder",
        (
            LEAD + r"(?:remind me|give me a reminder)\b(?P<title>.*)$",
            LEAD + rf"(?:create|add|make|set up|set|put|i need) {ONE}reminder\b(?: in(?= (?:for|at|on"
            r"|to)\b))?(?P<title>.*)$",
            LEAD
            + r"(?:give me a (?:call|ring)|(?:call|ring|phone) me)\b(?P<title>.*? (?:to|and) remind me\b.*)$",
            LEAD + rf"(?:call|ring|phone|warn|alert|notify|ping|tell|wake) me\b(?P<title>.*\b{BEFORE} .+)$",
            LEAD + rf"give me a (?:heads[- ]up|call|ring|shout|nudge)\b(?P<title>.*\b{BEFORE} .+)$",
            rf"^let me know\b(?P<title>.*\b{BEFORE} .+)$",
            LEAD + r"(?P<title>wake me\b.*)$",
            LEAD + r"(?:set|make|start) (?P<title>(?:an? |the )?(?:alarm|timer)\b.*)$",
        ),
    ),
    (
        "drop",
        (
            LEAD + rf"{DROP} (?P<what>(?:the |my |that |this )?.*\b{THING}\b.*)$",
            LEAD + rf"forget (?P<what>(?:the |my |that |this )?.*\b{THING}\b.*)$",
            LEAD
            + r"(?:take|strike|scratch|wipe) (?P<what>\S.*? (?:off|from|out of) (?:the |my )?(?:list|todos?"
            r"|todo list|tasks|calendar|schedule|agenda|diary))$",
            r"^(?:i|we) (?:can't|cannot|can not|won't|don't want to) (?:make it to|make|come to|attend|go to"
            r"|do) (?P<what>\S.*?) (?:so |and |please |you can |can you )*(?:cancel|delete|drop"
            r"|remove) (?:it|that)$",
            LEAD + r"(?:delete|remove|erase|drop|get rid of|throw away|cancel) (?P<what>it|\S.*)$",
        ),
    ),
    (
        "reminders",
        (
            r"\b(?:what|which|any|list|show|tell|read|my|do i have)\b.*\breminders?\b",
            r"^reminders$",
            r"\bwhat (?:do|have|will|did|are) you\b.*\bremind(?:ing)? me\b.*$",
        ),
    ),
    (
        "free_at",
        (
            r"^(?:do (?:i|we) have|have (?:i|we) got|is there) (?:anything|something|an appointment|a meeting"
            r"|any appointments?|any meetings?|nothing)\b.*$",
            r"^(?:is|would|does|will|could) .+? (?:free|open|available|possible|okay|ok|work|fit|suit)"
            r"(?: for me| me)?$",
            rf"^(?:can|could) (?:i|we) (?:do|make|manage) {DAY_NAMED} .*$",
            r"^(?:am|are) (?:i|we) (?:doing|having|up to|meeting|seeing) (?:anything|something|any\w+"
            r"|some\w+)\b.*$",
        ),
    ),
    (
        "free",
        (
            r"\bwhen (?:am i|are we) (?:free|available)\b",
            r"\bwhen do (?:i|we) have (?:any |some |free )*time\b",
            r"\b(?:am i|are we) (?:free|available|busy)\b",
            r"\b(?:free|open) (?:time|slots?|hours?)\b",
            r"\bdo i have (?:any |some )?time\b",
            r"\bwhen (?:do|would|could|can) (?:i|we)\b.*\b(?:free|time|available)\b",
            r"^when (?:could|can|would) (?:i|we) (?:meet|see|visit|fit|squeeze|have an?)\b.*$",
            r"\b(?:find|is there|got|have)\b.*\b(?:gap|slot|free hour|free time)\b",
            rf"^(?:can you |could you |please )*find (?:me |us )?(?:half an|{NUMBER})"
            r" (?:free )?(?:minute|hour)s?\b",
        ),
    ),
    (
        "events",
        (
            rf"\b(?:what|what's|which|anything|show|read|tell|check|list|look at|how)\b.*\b{CALENDAR}\b",
            rf"^{CALENDAR}(?: (?:for|on|today|tomorrow|this|next)\b.*)?$",
            rf"\b(?:what|which|any|how many|do i have|list|show|tell|my next|are there)\b.*\b{EVENT}\b",
            r"^(?:what|how) (?:does|is|will|do) (?:my )?(?:this|next|the coming|the) (?:week|weekend"
            r"|month) (?:be )?"
            r"look(?:ing)?(?: like)?$",
            r"^(?:tell me )?(?:what(?:'s| is)) (?:going )?on (?:for )?(?:me )?(?:this|next|the coming)"
            r" (?:week|weekend"
            r"|month)$",
            r"^what (?:do i have|have i got)(?: on)? (?:this|next|the coming) (?:week|weekend|month)$",
            r"\bwhat(?:'s| is| have i got| do i have) (?:happening|planned|scheduled|booked|coming up|up"
            r" next)\b.*$",
        ),
    ),
    (
        "briefing",
        (
            r"\b(?:what's|what is|how's|how is|how does|what does|tell me about|brief me on)"
            r" my (?:day|morning|week)\b",
            r"\b(?:brief me|briefing|what's up today|what is up today)\b",
            r"\b(?:overview|rundown|summary|plan) (?:of|for) (?:my |the |to)?(?:day|today|tomorrow|week)\b",
            r"\b(?:run|take|walk) me through (?:my )?(?:day|today|tomorrow)\b",
            r"\bwhat(?:'s| is) (?:going on|happening|up|new|on|in store)(?: for me)?(?: for| on)?"
            rf" (?:today|tomorrow|this (?:morning|afternoon|evening)|{'|'.join(DAYS)}"
            r"|the day after tomorrow)\b",
            rf"\bhow(?:'s| is| does) (?:my )?(?:{'|'.join(DAYS)}|today|tomorrow) look(?:ing)?\b",
            r"\bwhat does (?:my )?(?:today|tomorrow|\w+day) look like\b",
            r"^(?:have (?:i|we)(?: got)?|do (?:i|we) have|am i (?:having|doing|up to)|will i have|is there"
            r"|are there"
            r"|has there) (?:anything"
            r"|something|much|a lot|any plans|plans|lots)(?: else)?(?: (?:on|in|for|planned|booked|scheduled"
            r"|going on"
            rf"|happening|coming up|to do))* (?P<day>{DAY_NAMED})$",
            r"^(?:is there )?(?:anything|something|much)(?: (?:on|planned|booked|scheduled|happening"
            r"|going on|in"
            rf"|for))* (?P<day>{DAY_NAMED})$",
            r"^(?:what|what else|anything|do) (?:do |have )?i (?:have|got)(?: anything| something)?"
            rf"(?: on| going on)? {DAY_NAMED}$",
        ),
    ),
    (
        "event",
        (
            LEAD + rf"{BOOK} (?P<title>.+?) (?:in|into|on|onto|to|and) {CALENDAR}(?P<rest>.*)$",
            LEAD + rf"{BOOK} (?P<title>(?:a |an |the |another |my |me )*(?:\S+ ){{0,3}}?{EVENT}\b.*)$",
            LEAD
            + rf"(?:b?lock|reserve|keep|set aside)(?: me| off| out)? (?P<n>half an|{NUMBER}) (?P<unit>minute"
            r"|hour)s?(?: free)? (?P<title>.+)$",
            LEAD + r"(?:book|schedule|arrange|plan) (?:me in (?:at|with|for) )?(?P<title>.+)$",
            LEAD + rf"have (?P<title>an? (?:\S+ ){{0,2}}?{EVENT}\b.*)$",
            rf"^(?P<title>(?:an? )?(?:\S+ )?(?:{EVENT}|lunch|dinner|breakfast|coffee|drinks|call|interview)"
            r" (?:with|at) .*)$",
            LEAD + r"(?:b?lock|reserve|hold|keep)(?: off| out)? (?P<title>\S.* for \S.*)$",
            LEAD + r"(?:set up|put in|enter) (?P<title>(?:a |an |another )(?:\S+ ){0,2}?"
            r"(?:call|lunch|dinner|breakfast|coffee|interview|visit|workshop|session|conference)\b.*)$",
            r"^(?:i have|i've got|there's) (?P<title>an? (?:\S+ ){0,2}?(?:appointment|meeting)\b.+)$",
        ),
    ),
)
