"""How callers put changes by a stretch of time, and wishes about everything at once."""

from __future__ import annotations

from convonet_ari.agent.offline.phrasings_work import LEAD
from convonet_ari.tools.numerals import NUMBER

AMOUNT = (
    rf"(?:about |around |another |by )?(?P<amount>(?:half an|(?:a )?quarter of an|{NUMBER})(?: more)?"
    r" (?:minute|hour|day|week)s?(?: and a half)?)"
)
WAY = r"(?P<way>back|out|later|on|forwards?|ahead|up|earlier|sooner|down)"
SOFTLY = r"(?:(?:no|sorry|rather|better|actually|just|maybe|perhaps|and|but|then|oh|wait) )*"
AFTER = r"(?: (?:instead|then|now|if possible|would be (?:better|good|nice)|is (?:better|fine)))*"
WHAT = r"(?P<what>\S.*?)"
EVERYTHING = (
    r"(?:everything|all|all of (?:it|them)|(?:all (?:of )?|every (?:single )?)(?:my |the )?(?:appointments?"
    r"|meetings?|events?|bookings?|calls)|(?:the |my )(?:whole|entire|rest of the) \w+|whatever (?:is|i have)"
    r"|(?:my |the )?(?:calendar|schedule|agenda|diary)|what(?:'s| is| i have))"
)
OF_A_DAY = (
    r"(?:my |the )?(?:whole |entire )?(?:day|morning|afternoon|evening|weekend|week|(?:mon|tues|wednes|thurs"
    r"|fri|satur|sun)day)(?: (?:morning|afternoon|evening))?"
)
RID = (
    r"(?:cancel|delete|remove|clear|wipe|drop|call off|scrap|empty|erase|get rid of|take (?:off|out))"
    r"(?: out| off)?"
)

SHIFTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "clear_all",
        (
            LEAD + rf"{RID} (?P<all>{EVERYTHING}(?: .*)?)$",
            LEAD + rf"(?:clear|empty|free up|wipe)(?: out| up)? (?P<all>{OF_A_DAY}|tomorrow|today)"
            r"(?: for me| completely)?$",
        ),
    ),
    (
        "shifted",
        (
            LEAD
            + rf"(?:push|move|shift|put|bring|pull|set|make|start|bump|have|slide|do)(?: {WHAT})? {WAY}(?:"
            rf" by)? {AMOUNT}{AFTER}$",
            LEAD
            + rf"(?:push|move|shift|put|bring|pull|set|make|start|bump|have|slide|do|begin|hold)(?: {WHAT})?"
            rf" {AMOUNT} {WAY}{AFTER}$",
            LEAD + rf"(?P<way>delay|postpone|defer|put off|push|bump)(?: {WHAT})? (?:for|by) {AMOUNT}$",
            rf"^{SOFTLY}{AMOUNT} (?P<way>later|earlier|sooner){AFTER}$",
            rf"^{WHAT} (?:should|must|has to|needs to|will|can|could) (?:be|start|begin|happen"
            rf"|take place) {AMOUNT} (?P<way>later|earlier|sooner){AFTER}$",
            LEAD + rf"(?P<what>remind) me(?: (?:of|about) (?:it|that))? {AMOUNT} (?P<way>later|earlier"
            rf"|sooner){AFTER}$",
            r"^(?:can|could|shall|should|may) (?:we|i|it|that) (?:start|begin|be|happen|take place"
            rf"|meet) {AMOUNT} (?P<way>later|earlier|sooner){AFTER}$",
        ),
    ),
    (
        "postpone",
        (
            LEAD + rf"(?:make|have|let|get) {WHAT} (?:start|begin|happen|take place)"
            r" (?P<when>(?:at|on|in|tomorrow|next)\b.*)$",
        ),
    ),
    (
        "lengthened",
        (
            LEAD
            + rf"(?P<way>extend|lengthen|prolong|stretch|shorten|cut|reduce|trim)(?: {WHAT})?(?: down)? by"
            rf" {AMOUNT}$",
            LEAD
            + rf"(?:make|let|give|keep|have|allow|plan)(?: {WHAT})? {AMOUNT} (?P<way>longer|shorter|extra"
            r"|less|more)$",
            rf"^{SOFTLY}{AMOUNT} (?P<way>longer|shorter){AFTER}$",
            LEAD + rf"(?:add|give|allow)(?: (?:an )?extra)? {AMOUNT} (?P<way>more |extra |to )(?:for |to |on"
            rf" )?{WHAT}$",
            rf"^(?:i|we)(?:'ll| will| would)? (?:need|want|require) {AMOUNT} (?P<way>more|extra"
            rf"|longer) (?:for|with|on|in) {WHAT}$",
            rf"^(?:can|could|may|should|shall) {WHAT} (?:go|run|last|be|take)(?: on)?(?: for)? {AMOUNT}"
            r" (?P<way>longer|shorter)$",
            rf"^{WHAT} (?:should|must|has to|needs to|will|has got to) (?:be|take|last|go on|run) {AMOUNT}"
            r" (?P<way>longer|shorter)$",
        ),
    ),
    (
        "asked_for",
        (
            r"^(?:and |so )?what (?:all |else )?(?:did|have|had) (?:i|we) (?:already |just )?(?:ask|asked"
            r"|tell|told|want|wanted|request|requested|order|ordered|have|get"
            r"|gotten)(?: (?:of )?you)?(?: to (?:do|change|note|add|get done))?(?: for me)?(?: (?:so far"
            r"|already|today|this (?:morning|afternoon|evening|time)|in this call|just now|earlier|yesterday"
            r"|until now|up to now))*$",
            r"^what (?:have|did) you (?:already )?(?:done|do|changed|change|noted"
            r"|note)(?: for me)?(?: (?:so far|already|today|in this call|just now|until now))*$",
        ),
    ),
)
