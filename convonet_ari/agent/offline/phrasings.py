"""How callers put their wishes: for each intent, in order of precedence, the patterns that tell it."""

from __future__ import annotations

LEAD = (
    r"^(?:(?:can|could|would|will) (?:you|i|we) |(?:and )?you (?:can |may |could )?|i (?:want|need|would like"
    r"|wanna|have)(?: you)? to |i'd like(?: you)? to |i'd like |let's |please |help me (?:to )?|let me "
    r"|go ahead and |just |also |then )*"
)
A = r"(?:a |an |another |the |my |one |one more |us |me |down )*(?:new )?"
TASK = r"(?:todo|todos|task)(?: item| entry| list)?"
TASKS = r"(?:todos?|tasks)"
LIST = r"(?:my |the )?(?:todos?|tasks|task list|list)"
LINK = (
    r"(?:for|to|about|called|named|titled|saying|says|that says|which says|of|with the title|that|and"
    r"|on|by|is)"
)
PERSON = (
    r"(?:(?:real|live|actual|human) )*(?:human being|human|person|people|agents?|operator|representative"
    r"|rep|member of (?:the |your )?staff"
    r"|someone|somebody|anyone|anybody|staff|advisor|manager|colleague|receptionist|employee|one(?= (?:of"
    r"|who|from|there)\b|$))"
)
DONE = r"(?:done|complete|completed|finished)"
CARRIED_OUT = (
    r"(?:called|ordered|sent|paid|booked|bought|written|submitted|delivered|filed|cleaned|fixed|repaired"
    r"|signed|printed|reviewed|mailed|posted|sorted(?: out)?|taken care of|handled|dealt with)"
)
ME = r"(?:me|us|my call|the call|this call)"

MAKE = (
    r"(?:create|add|make|set up|set|write down|write|note down|note|save|record|enter|start|open|(?:give"
    r"|get) me"
    r"|schedule|i need|i want|put)"
)
NARRATED = r"(?:list|show|find|read|tell|get|give|hear|check|see|go through|look up|review|know|open)"
WANT = (
    r"(?:i want|i'd like|i would like|i need|give me|get me|can i (?:have|get)|could i (?:have|get)"
    r"|let me have|i prefer)"
)

# The first of them answer what was asked; wishes about other work come between those and the rest.
ASKED = 3
PHRASINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("asked_title", (r"\S",)),
    ("asked_which", (r"\S",)),
    (
        "of_which",
        (
            LEAD + r"(?P<verb>delete|remove|cancel|drop|move|change|reschedule|postpone|update|edit|complete"
            r"|finish|mark"
            r"|tick off|check off|close) (?:an?|one of (?:my|the)|some|another) (?P<noun>todo|task"
            r"|reminder|appointment"
            r"|meeting)s?(?: (?:as done|off))?$",
        ),
    ),
    (
        "create",
        (
            LEAD + rf"{MAKE} {A}{TASK} (?:out )?of (?:this|that|it) (?P<title>\S.*)$",
            LEAD + rf"(?!(?:give|get) me (?:my|the|all)\b){MAKE} {A}{TASK}\b(?: in(?= (?:for|to|that"
            r"|about|called)\b)"
            r"| down)?(?: (?P<title>.*))?$",
            LEAD + r"(?:add|put|write|note) (?P<title>.+) (?:to|on|onto) (?P<day>(?:today|tomorrow|\w+day))'s"
            r" (?:list|todos?|tasks?)$",
            LEAD + rf"(?:add|put|write|note|set) (?P<title>.+) (?:to|on|onto|in|into) {LIST}"
            r"(?P<rest> (?:for|on|by|due|until|tomorrow|today|next|this) ?.*)?$",
            rf"^(?P<title>.+) make (?:that|it|this) {A}{TASK}$",
            LEAD + r"(?:add|put(?! (?:the|my|an?)\b)|note|write|list|log|save|enter|record)"
            r" (?P<title>\S.*?)(?: down)? as an? (?:new )?(?:todo|task)$",
            r"^(?P<title>\S+ \S.*?) (?:that's|that is|it's|this is|as) an? (?:new )?(?:todo"
            r"|task)(?P<rest> (?:for|by|on) .*)?$",
            rf"^i (?:have|got|have got|'ve got) {A}{TASK} (?P<title>.+)$",
            LEAD + r"(?:remember|don't let me forget|note to self|(?:jot|write|note|take|put) down) (?:that"
            r" )?(?P<title>.+)",
            r"^(?P<title>.+?) (?:can you |could you |please )*(?:put|add|note|write|place) (?:that|it"
            rf"|this)(?: down)? (?:to|on|onto|in) {LIST}$",
            r"^(?P<title>(?:i|we) .+?) (?:so )?(?:(?:can|could|would|will) you |please )*"
            r"(?:write|note|jot|put|take) (?:that|it|this) down$",
            LEAD + rf"{MAKE} {A}(?P<level>high|low|top|normal|urgent|important)(?:[ -]priority)? {TASK}\b(?:"
            r" (?P<title>.*))?$",
            LEAD + rf"{A}(?:todo|task)(?: item)? (?:for|to|called|about) (?P<title>.+)",
            LEAD + r"note (?:that |to )?(?P<title>(?!(?:to )?self\b)\S+ .+)$",
            LEAD + rf"(?:add|put|write|note) (?:(?:this|that|it|one|something) )?(?:to|on|onto|in"
            rf"|into) {LIST}(?: that| to| for)?"
            r" (?P<title>(?!(?:for|on|by|at|due|tomorrow|today|too|as|again|please|next|this)\b)\S.*)$",
            r"^(?:an? )?(?:new |another )(?:todo|task)(?: (?P<title>.*))?$",
            LEAD + r"(?:add|put|write|note)(?: down)? that (?:i|we) (?:have to|need to|must|should|ought to)"
            r" (?P<title>\S.*)$",
            r"^todo (?P<title>\S+ .+)$",
        ),
    ),
    (
        "complete",
        (
            LEAD
            + rf"(?:mark|set|check|tick|cross|put|call)(?: off)? (?P<title>.+?) (?:off )?(?:as |to )?{DONE}$",
            LEAD + r"(?:complete|finish|close|tick off|check off|cross off|cross out|mark off) (?P<title>.+)",
            LEAD + rf"(?:tick|check|cross|strike) (?P<title>.+) off(?: {LIST})?$",
            r"^(?:i|i've|i have|we|we've) (?:have |already |just )*(?P<title>(?:called|phoned|rung|e-?mailed"
            rf"|{CARRIED_OUT}) (?:the|my|our) \S+(?: \S+)??)(?: now| already| today| just now| yesterday|"
            rf" this \w+)*$",
            r"^(?:i|i've|i have|we|we've) (?:have |already |just )*(?:finished|completed|did|done)"
            r" (?:with )?(?P<title>.+)",
            r"^(?:i|i've|i have|we|we've) (?:have |already |just )*(?P<title>.+?)"
            r" (?:so )?(?:you can|you may|please)"
            rf" (?:(?:tick|check|cross|mark) (?:that|it|this) off|mark (?:that|it|this) (?:as )?{DONE})$",
            r"\b(?:tick|check|cross) (?P<title>it|that|this) off$",
            r"^(?:i'm|i am|we're) (?:already )?(?:done|finished) with (?P<title>.+)",
            r"^(?:the |my )?(?P<title>(?!(?:what|which|how|who|it|that|this)\b)\S+(?: \S+){0,4}?)"
            r" (?:is|are|was|were|has been"
            rf"|have been) (?:now |already |finally |just )*{CARRIED_OUT}(?: now| already)?$",
            r"^(?P<title>(?!what|which|how|who)(?!.* so (?:that|this|it)\b).+?) (?:is|as|are|has been"
            r"|have been)"
            rf" (?:now |already |finally |all |just )*{DONE}(?: now| already)?$",
        ),
    ),
    (
        "departments",
        (
            r"\b(?:what|which|list|tell|show|name|any|how many|have)\b.*\b(?:departments?|teams can)\b",
            r"^(?:the )?(?:available |your )?departments(?: available)?$",
            r"\bdepartments (?:are|do you|can i)\b",
            r"\bwhom? (?:can|could|may|do) (?:i|you)\b.*\b(?:talk|speak|reach|transfer|connect|put)\b",
            r"\bwho(?:'s| is) (?:available|there|free)\b",
            r"\bis (?:any(?:body|one)|some(?:body|one)) (?:available|there|free)\b",
        ),
    ),
    (
        "transfer",
        (
            rf"(?:\b(?:transfer|connect|redirect|switch|patch|route)|^forward|\bforward(?= {ME}\b))(?: {ME})?"
            r"(?: (?:over|through|back))?(?: (?:to|with|into) (?P<department>.+))?$",
            rf"\b(?:put|get|pass|hand|send|bring) {ME}(?: (?:through|over|back|on))*"
            r" (?:to|with) (?P<department>.+)$",
            rf"\b(?:put|get|pass) {ME} through\b",
            r"\b(?:be|get|being|getting) (?:transferred|connected|put through|passed on|switched|forwarded"
            r"|directed)"
            r"(?: (?:over|on|through))?(?: (?:to|with) (?P<department>.+))?$",
            r"\b(?:speak|talk|chat|speaking|talking|spoken)(?: directly)? (?:to|with)"
            r" (?P<department>(?!you\b|yourself).+)$",
            rf"\b{WANT} (?P<department>(?:a |an |the |some |your )?{PERSON}\b.*)$",
            r"^(?P<department>(?:a |an |the )?(?:(?:real|live|human) )*(?:human|person|agents?|operator"
            r"|representative|human being)(?: (?:in|from) .+)?)$",
            r"^(?:the )?(?P<department>\w+(?: \w+)?) department$",
        ),
    ),
    (
        "list",
        (
            rf"\b(?:what|what's|which|how many|any|are there|do i have)\b.*\b{TASKS}\b",
            rf"\b{NARRATED}\b.*\b{TASKS}\b",
            r"\bwhat (?:have i|do i have|i have|i've)(?: still)?(?: got)?(?: still)? (?:open|left)\b",
            r"\bwhat (?:i've|i have)(?: still)?(?: got)? to do\b",
            rf"^(?:what are |what's |about )?(?:my |the |all )*(?:open |{DONE} )?{TASKS}"
            r"(?: (?:for|due|on|this|today|tomorrow).*)?$",
            r"\bwhat (?:else )?(?:do|should|must|have) i (?:still )?(?:have|need|got)? ?(?:to )?do\b",
            r"\bwhat (?:do i have|have i got|am i) (?:due|planned|to do|supposed to do)\b",
            r"\bwhat(?:'s| is| do i have) (?:on my (?:list|plate)|due)\b",
            r"\b(?:anything|something|what(?:'s| is)) (?:due|overdue|to do|left to do|late)\b",
            r"\bwhat (?:else )?(?:do|must|should) i (?:still )?(?:have|need|want) to (?:get done|finish"
            r"|take care of|complete)\b",
            r"^what(?:'s| is) (?:still )?(?:left|open)(?: (?:for|this|today|tomorrow)\b.*)?$",
            r"\b(?:next|first|top) (?:thing )?on my list\b",
            r"\b(?:read|tell|show)(?: me)? my list\b",
            r"\b(?:what|which|how|anything|everything|tell|read|show|is|are)\b.*\b(?:open|left|on|still)\b.*"
            r" (?:on )?my list$",
        ),
    ),
)
# What needs no tool; after all wishes, for many of them hold such words.
SMALL_TALK: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "repeat",
        (
            r"\b(?:repeat|say) (?:that|it|this|yourself)\b|\bsay again\b|what did you (?:just )?say",
            r"^(?:pardon|pardon me|repeat|come again|once more|again|what|sorry|excuse me|what was that)$",
            r"didn't (?:catch|get|hear|understand)",
        ),
    ),
    (
        "identity",
        (
            r"\b(?:who|what) (?:are|is) (?:you|this)\b|\bam i (?:talking|speaking)\b",
            r"\bare you (?:(?:a|an|really|actually) )*"
            r"(?:real|robot|human|person|ai|bot|machine|computer|recording)\b",
            r"\bwhat(?:'s| is) your name\b",
        ),
    ),
    (
        "help",
        (
            r"\bwhat (?:else )?can (?:you|i|we) (?:do|say|ask|help)\b|\bhow (?:can|do) (?:you|i|this)\b",
            r"^(?:help|help me|options|menu)$|\bcan you help\b|\bi need (?:some )?help\b",
            r"\bwhat (?:do|are) (?:you|my options|the options|your)\b",
        ),
    ),
    ("time", (r"\bwhat(?:'s| is)? (?:the )?(?:time|day|date)\b", r"\bwhat(?:'s| is) today\b")),
    (
        "never_mind",
        (r"\b(?:never ?mind|forget (?:about )?(?:it|that)|cancel(?: that)?|stop|scratch that)\b",),
    ),
    (
        "goodbye",
        (
            r"\b(?:good ?bye|bye|see you|hang up|farewell)\b|\bhave a (?:nice|good|great)\b",
            r"\b(?:that's|that is|that was|that'll be|that will be) (?:all|it|everything)\b",
            r"\bnothing else\b|\bi'm done\b",
        ),
    ),
    ("no", (r"^(?:no|nope|nah|not really|not now)\b",)),
    (
        "thanks",
        (r"\b(?:thank you|thanks|thank|cheers|great|perfect|awesome|wonderful|excellent|very good)\b",),
    ),
    ("yes", (r"^(?:yes|yeah|yep|yup|sure|of course|okay|ok|correct|exactly|right|please|absolutely)\b",)),
    ("greeting", (r"^(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|greetings)\b",)),
)
