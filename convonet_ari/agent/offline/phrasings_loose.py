"""How callers put wishes about work in passing: tried where nothing stricter fits, before small talk."""

from __future__ import annotations

from convonet_ari.agent.offline.phrasings_calendar import DAY_NAMED
from convonet_ari.agent.offline.phrasings_work import LEAD, SOMEBODY_NAMED, TAKES
from convonet_ari.tools.numerals import NUMBER

MINE = r"(?:my |the |our )?"
LIST = rf"{MINE}(?:todos?|tasks?|list|things|what (?:i|we) (?:have|need|got)(?: to do)?|my plate)"
CALENDAR = rf"{MINE}(?:calendar|schedule|agenda|diary)"
OWED = r"(?:have to|need to|must|should|ought to|'ve got to|have got to|got to|gotta)"
NOT_A_QUESTION = r"(?!(?:what|which|who|how|when|where|why|is|are|do|does|did|can|could|am|i|you|we)\b)"
THINGS = rf"(?P<what>{NOT_A_QUESTION}\S+(?: \S+){{0,5}}?)"
NOTHING_OF_HIS = r"(?:any|some|an? |help|people|to |you|more |another |it$|that$|this$)"
NO_MORE = r"(?: any ?more| any longer)?"
AND_SO = (
    r"(?: (?:so |and |please |you can |can you |then )*(?:cancel|delete|drop|remove|scratch|take) (?:it|that"
    r"|them)(?: off| out)?)?"
)

LOOSE: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "said_wrong",
        (
            r"^(?:(?:no|sorry|wait|oh|actually) )*(?:i (?:said|meant|mean)|it's|it is|that's|make it|it was)"
            r" (?P<new>\w+(?: \w+)?) (?:and )?not (?P<old>\w+(?: \w+)?)$",
            r"^(?:(?:no|sorry|wait|oh|actually) )*not (?P<old>\w+(?: \w+)?) (?:but )?(?P<new>\w+(?: \w+)?)$",
        ),
    ),
    (
        "other_person",
        (
            r"^(?:(?:no|sorry|wait|oh|actually|rather) )+(?:i meant |i mean |give it )?(?:to |for )?"
            rf"(?P<person>{SOMEBODY_NAMED})(?: instead| rather)?$",
            rf"^(?:better |rather )?(?:to|for) (?P<person>{SOMEBODY_NAMED})(?: instead| rather)?$",
        ),
    ),
    (
        "retitled",
        (
            r"^(?:(?:no|sorry|wait|oh|actually|better) )*(?:make (?:that|it)|i meant|it should (?:say|be"
            r"|read)|call it) (?P<title>\S.*)$",
        ),
    ),
    (
        "taken_back",
        (
            r"^(?:no |oh )*forget (?:what i (?:just )?said|the last (?:one|thing))$",
            r"^(?:(?:no|hmm|oh) )*(?:that's|that is|this is|that was|it's) (?:wrong|not right|not what i"
            r" (?:wanted|asked for|meant|said)|not (?:it|true|correct))\b.*$",
            r"^(?:(?:no|oh|oops|sorry|wait|hmm) )*(?:(?:that's |that is |that was |you (?:took|got"
            r"|picked) )?the wrong (?:one|todo|task"
            r"|thing|reminder|appointment|person)|not (?:that|this)(?: one)?)$",
            r"^(?:i|we) (?:take that back|changed my mind|don't want that(?: after all)?)$",
            r"^(?:(?:no|oh|sorry|wait|actually) )*forget (?:about )?(?:that|it)(?: again| one)?$",
        ),
    ),
    ("with_somebody", (r"^(?:and )?(?P<who>with (?!(?:that|it|this|you|me|high|low)\b)\w+(?: \w+)?)$",)),
    (
        "not_done",
        (
            r"^(?:(?:no|oh|sorry|wait|actually) )*(?:that|it|that one|i)(?:'s| is|'m| am)(?:"
            r" actually)? not (?:actually"
            r" )?(?:done|finished|ready|complete)(?: yet| with (?:it|that))?(?: after all)?$",
        ),
    ),
    (
        "create",
        (
            LEAD + r"(?:have|get|like|love|want|need) (?:a |another )?new (?:todo|task) (?P<title>\S.*)$",
            rf"^(?:note|remember|mind|keep in mind|write|put down) that (?:i|we) {OWED} (?P<title>\S.*)$",
            r"^don't let me (?:miss|forget) (?P<title>\S.*)$",
            LEAD + r"(?:add|put|stick|pop|throw|chuck|get|include|log|place|list|write|keep) (?P<title>\S.*?)"
            rf" (?:to|on|onto|in|into|down on) {LIST}(?P<rest> .*)?$",
            r"^(?:i|we) (?:mustn't|must not|can't|cannot|shouldn't|should not|better not) forget (?:to "
            r"|about )?(?P<title>\S.*)$",
            r"^(?:make sure|see to it)(?: that)? i (?:don't forget|remember)(?: to)? (?P<title>\S.*)$",
            r"^(?:i've |i have |here's |here is )?(?:got )?(?:one more|another|a new|one)(?: new)?"
            r" (?:(?:item|entry|task|todo)|(?:thing|one) (?:for|on|to) (?:my list|you|me"
            r"|do)) (?P<title>\S.*)$",
            LEAD + r"(?:jot|write|note|put|take) (?:it|this|that) down(?: somewhere)? that (?P<title>\S.*)$",
            LEAD + r"(?:add|make|take|write|keep|leave)(?: me)? (?:a |another )?(?:note|memo)"
            r" (?:to|that|about|saying) (?P<title>\S.*)$",
            LEAD + r"(?:have|get|like|love|want|need) (?:a |another )?(?:new )?(?:todo|task)"
            r" (?:for|to|about|called) (?P<title>\S.*)$",
            rf"^(?P<title>(?:i|we) {OWED} \S.*?) (?:and )?(?:please |can you |could you )*(?:keep track of"
            r" (?:it|that)|remember (?:it|that)|don't let (?:it|that) slip|don't (?:let me )?forget(?:"
            r" (?:it|that))?)$",
            r"^(?:i'm supposed to|i still have to) (?P<title>\S.*)$",
        ),
    ),
    (
        "create",
        (
            LEAD + r"add (?P<title>(?:buy|call|pay|send|order|pick up|clean|wash|water|fix|return|renew"
            r"|e-?mail|write|get|collect"
            r"|phone|ring|print|review|prepare|book) \S.*)$",
        ),
    ),
    ("dated", (LEAD + r"(?:add|note|write down) (?P<title>\S+ \S.*)$",)),
    (
        "told_at",
        (
            LEAD + r"(?:send|set|make|leave) me (?:a |another )?reminder (?P<title>\S.*)$",
            LEAD + r"(?:ping|nudge|alert|notify|prompt|poke|buzz|warn) me (?P<title>\S.*)$",
            LEAD + r"(?:tell|call|ring|text|message) me (?P<title>(?!about\b)\S.*)$",
            LEAD + r"let me know (?P<title>(?!(?:if|what|when|who|how|about)\b)\S.*)$",
            LEAD + r"give me a (?:nudge|shout|ping|heads up) (?P<title>\S.*)$",
            r"^(?:i (?:would|could|'d)? ?|i'd |let me |can i |could i )?(?:have|get|like|love|want|need"
            r"|use) (?:a |another )?reminder (?P<title>\S.*)$",
        ),
    ),
    (
        "reminders",
        (
            r"^what (?:did|have) i (?:ask|asked|tell|told) you to remind me\b.*$",
            r"^when (?:are you going to|will you|do you|would you) remind me\b.*$",
            r"^(?:is|are) there (?:a |any )?reminders?\b.*$",
            r"\bhow many reminders\b.*$",
        ),
    ),
    (
        "unneeded_reminder",
        (
            r"^(?:i|we) (?:don't|do not|no longer) (?:want|need) to be reminded (?:of|about|to)"
            rf" (?P<what>(?!any)\S.*?){NO_MORE}$",
            r"^(?:you )?(?:needn't|don't (?:need|have) to|no need to|stop|don't)(?: remind(?:ing)?) me"
            rf"(?: (?:of|about|to) (?P<what>(?!any)\S.*?))?{NO_MORE}$",
        ),
    ),
    (
        "met",
        (
            LEAD + r"(?:fit|squeeze|pencil|slot|put|pen)(?: me)? in (?P<title>\S.*)$",
            LEAD + r"(?:put|mark|note|write) me down for (?P<title>\S.*)$",
            r"^(?P<title>\S.*?) (?:and )?(?:so )?(?:please |can you |could you )*(?:put|note|add|enter"
            rf"|write|save) (?:that|it|this)(?: down)? (?:in|into|on|to) {CALENDAR}$",
            r"^(?:i'm|i am|we're|we are) (?P<title>(?:seeing|meeting|visiting|having (?:lunch|dinner"
            r"|breakfast|coffee)|at the) \S.*)$",
        ),
    ),
    (
        "called_off",
        (
            rf"^{MINE}{THINGS} (?:is|was|has been|got|are) (?:off|cancell?ed|called off"
            rf"|not happening){AND_SO}$",
            rf"^(?:i|we) (?:won't be|aren't|are not|'m not|am not) (?:doing|having|going to|attending)"
            rf" {MINE}{THINGS}(?: after all)?{AND_SO}$",
        ),
    ),
    (
        "drop",
        (
            rf"^(?:i|we) (?:want|need|would like|'d like) {MINE}{THINGS} (?:gone|deleted|removed|cancell?ed"
            r"|off my list|out of the way)$",
            LEAD + r"take (?P<what>it|that|this|them) off(?: again)?$",
            LEAD + r"take (?P<what>(?:the|my) \S+(?: \S+)?) off$",
            LEAD + r"(?:(?:turn|switch) off|stop|disable) (?P<what>\S.*\b(?:reminder|alarm)\b.*)$",
            LEAD + r"(?:turn|switch) (?P<what>\S.*\b(?:reminder|alarm)) off$",
            rf"^{MINE}{THINGS} (?:can|could|should|may) (?:be )?(?:deleted|removed|dropped|cancell?ed"
            r"|thrown out)(?: now)?$",
            rf"^(?:i|we) (?:don't|do not|no longer) (?:need"
            rf"|want) (?!{NOTHING_OF_HIS}){MINE}{THINGS}{NO_MORE}{AND_SO}$",
            rf"^{MINE}{THINGS} (?:isn't|aren't|is not|are not|is no longer|are no longer) (?:needed|necessary"
            rf"|required|relevant|wanted){NO_MORE}{AND_SO}$",
            LEAD + rf"(?:throw|cross|take|chuck|kick) out {MINE}{THINGS}$",
            rf"^{MINE}{THINGS} can go(?: now)?$",
        ),
    ),
    (
        "complete",
        (
            r"^(?:i|we)(?: have|'ve)? (?:finally |already |just )*(?:took care of|taken care of|dealt with"
            rf"|sorted out|got round to|managed) {MINE}(?P<title>\S.*)$",
            rf"^{MINE}(?P<title>{NOT_A_QUESTION}\S+(?: \S+){{0,5}}?) (?:is|are|has been|have been"
            r"|got) (?:all )?(?:sorted|settled|taken care of|dealt with|handled|out of the way"
            r"|off my (?:plate|desk|chest|hands)|behind me)(?: now)?$",
            rf"^{MINE}(?P<title>{NOT_A_QUESTION}(?!(?:i|i'm|i've|we|we're|all|well|not|get|got|have|it|it's|that|that's|nothing"
            r"|almost|nearly|everything|mark|set|be|being|just|already|half|no|they|he|she)\b)\S+(?:"
            r" \S+){0,3}?)"
            r" (?:all )?(?:done|finished|completed?)$",
            LEAD
            + r"(?:strike|cross|tick|check|mark) (?:off )?(?P<title>(?:that|this|the) one|\S.*)(?: off)?$",
            r"^(?P<title>that|it|that one)(?:'s| is| has been) (?:now )?(?:done|finished|complete)(?: now)?$",
        ),
    ),
    (
        "free",
        (
            r"^(?:have i|do i|did i|will i|would i)(?: still)? (?:got|have) (?:any |some |enough )?time\b.*$",
            rf"^(?:is|are) (?:my |the )?(?:{DAY_NAMED})(?: still)? (?:empty|free|open|clear|booked|full"
            rf"|busy|packed|crowded|light|quiet|hectic)\b.*$",
        ),
    ),
    (
        "due",
        (
            r"^(?:the )?(?:deadline|due date) (?:of|for) (?P<what>\S.*?) (?:is|should be) (?:now"
            r" )?(?P<when>\S.*)$",
            rf"^{MINE}{THINGS} (?:should|must|has to|have to|needs? to|ought to) be (?:on |for"
            r" )?(?P<when>\S.*)$",
            rf"^{MINE}{THINGS} (?:should|must|needs? to|has to|have to|ought to) be \w+ by (?P<when>\S.*)$",
            rf"^{MINE}{THINGS} (?:needs?|have|has) to be (?:there|here|ready|in|over|through|away|up|out) by"
            r" (?P<when>\S.*)$",
        ),
    ),
    (
        "assign",
        (
            r"^(?:i'd like|i would like|i want|i need|we need|we want)"
            rf" (?P<person>(?={SOMEBODY_NAMED})\w+(?: \w+)?) to"
            r" (?P<what>(?!(?:be|know|join|leave|come|go|talk|speak|have|get)\b)\w+ (?!(?:me|us)\b)\S.*)$",
            rf"^(?:i'd like|i would like|i want|i need"
            rf"|we need) (?P<person>{SOMEBODY_NAMED}) to {TAKES} (?P<what>\S.*)$",
            LEAD + rf"put (?P<person>{SOMEBODY_NAMED}) on (?:the |my )(?P<what>(?!.*\b(?:team|list)\b)\S.*)$",
            LEAD + rf"(?:pass|hand|give|turn|leave) {MINE}{THINGS} (?:on |over "
            rf"|back )?to (?P<person>\S.*)$",
        ),
    ),
    (
        "assign",
        (
            LEAD + rf"(?:give|hand|pass|assign) (?P<person>(?={SOMEBODY_NAMED})\w+(?: \w+)?)"
            r" (?P<what>(?:the|my|our)"
            r" (?!.*\b(?:rights?|role|access|list)\b)\S.*)$",
            rf"^(?P<person>(?={SOMEBODY_NAMED})\w+(?: [a-z]+)?) (?:should|must|has to|needs to|ought to"
            r"|is to|will have to)"
            r" (?P<what>(?!(?:be|become|join|leave|have|get|go|come|know|start|begin|happen|move|wait"
            r"|last|take place"
            r"|stop|stay|work|help)\b)\w+ (?!(?:me|us)\b)\S.*)$",
        ),
    ),
    (
        "postpone",
        (
            rf"^{MINE}{THINGS} (?:has|have)(?: got)?(?: still)? (?:time|to wait|got time)"
            r" (?:till?|until) (?P<when>\S.*)$",
            rf"^{MINE}{THINGS} (?:can|could|will have to|has to|must) (?:wait|stay|stand)(?: over)? (?:till?"
            r"|until|for) (?P<when>\S.*)$",
            rf"^{MINE}{THINGS} (?:has|have|was|were|is|are|got)(?: been)? (?:moved|shifted|pushed|rescheduled"
            r"|postponed|changed|put off|brought forward)(?: back| forward)? (?:to|till?"
            r"|until) (?P<when>\S.*)$",
            LEAD + rf"(?:give|allow) {MINE}{THINGS} (?:another )?(?P<later>{NUMBER} (?:more )?(?:day|week"
            r"|hour|minute)s?)(?: more| longer)?$",
            LEAD + rf"(?:put|bring|pull|set|move) {MINE}{THINGS} (?:forward|ahead|up) to (?P<when>\S.*)$",
            rf"^{MINE}{THINGS} (?:is|are) (?:now )?(?:on|at) (?P<when>\S.*?)(?: now| instead)$",
        ),
    ),
    (
        "postpone",
        (
            rf"^{MINE}{THINGS} (?:starts|begins|takes place|happens) (?P<when>(?:on|at|tomorrow|next)\b.*?)"
            r"(?: now| instead)?$",
            rf"^(?:can|could|shall|should) (?:we|i) (?:do|have|hold) {MINE}{THINGS} (?P<later>(?:an?"
            rf"|{NUMBER}) (?:hour|minute|day|week)s?) later$",
        ),
    ),
    (
        "search",
        (
            r"^(?:did|have) (?:i|we)(?: already| ever)? (?!(?:do|done|miss|missed|forget|forgotten"
            r"|finish|finished)\b)\w+"
            r" (?:the|my|our) (?P<words>\S+(?: \S+)?)(?: yet| already)?$",
            r"^where(?:'s| is| are) (?:my |the |our )?(?P<words>\S.*)$",
            r"\b(?:anything|something|everything|what)(?: else)?(?: is there| do (?:i|we) have| have (?:i"
            r"|we) got)? (?:about|on|to do with|regarding|concerning|with) (?:my |the |our "
            r"|an? )?(?P<words>(?!me\b|you\b)\S+(?: \S+){0,3}?)(?: (?:this|next) week| today| tomorrow"
            r"| anywhere| somewhere)?$",
            r"^(?:(?:so )?what about|how about|what's with|what is with|tell me about|any news (?:on|about"
            r"|of)) (?:my |the |our )(?P<words>\S+(?: \S+){0,4})$",
            r"^(?:is|are|has|have|did i|have i)(?: already| ever)?(?: do| done| finish| finished)? (?:the "
            r"|my |our )(?P<words>\S+(?: \S+){0,3}?)(?: (?:already|still|been|yet|ever))* ?(?:done|finished"
            r"|completed?|due|open|on my list)?(?: yet| already)?$",
        ),
    ),
    (
        "list",
        (
            r"\b(?:most (?:urgent|important|pressing)|top priority|highest priority)\b",
            r"\bwhat (?:should|shall|must|do) i (?:do|tackle|start with|begin with)\b.*\b(?:first|next)\b",
            r"\bhow (?:many|much) (?:things|jobs|items|work)?\b.*\b(?:left|open|to do|undone)\b",
            r"\b(?:did|have|am) i (?:miss|missed|forget|forgotten|behind)(?: (?:on )?anything)?\b",
            r"^what(?:'s| is)(?: still)? (?:waiting|pending|outstanding|on)(?: for me)?$",
            r"\b(?:what|which) (?:else )?(?:things|jobs|items)? ?(?:are|is|do i)\b.*\b(?:due|open|left"
            r"|to do)\b",
            r"^(?:just )?(?:my |the )?(?:whole |full )?list$",
            r"\bwhat (?:else )?do i (?:still )?(?:need|have) to (?:take care of|look after|deal with"
            r"|get done)\b",
        ),
    ),
    (
        "briefing",
        (
            rf"^what (?:does|will|is) (?P<day>{DAY_NAMED}) (?:bring|hold|have|be like)\b.*$",
            rf"\bwhat(?:'s| is| am i| are we|'ve i got| do i have| have i got)(?: doing| going on| on)?"
            rf" (?P<day>{DAY_NAMED})(?: (?:morning|afternoon|evening))?$",
        ),
    ),
)
