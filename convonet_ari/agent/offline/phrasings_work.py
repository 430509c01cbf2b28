"""How callers put changes, and wishes about teams and their todos, in order of precedence."""

from __future__ import annotations

from convonet_ari.tools.numerals import NUMBER

LEAD = (
    r"^(?:(?:can|could|would|will) (?:you|i|we) |(?:and )?you (?:can |may |could )?|i (?:want|need|would like"
    r"|wanna|have)(?: you)? to |i'd like(?: you)? to |i'd like |let's |please |help me (?:to )?|let me "
    r"|go ahead and |just |also |then |actually |now |maybe |no |ok(?:ay)? |go |i would rather |i'd rather )*"
)
MOVE = r"(?:move|reschedule|shift|push|postpone|delay|change|set|make|put|bring forward|switch)"
TEAM = r"(?P<team>(?!the\b).+?)"
ASSIGN = r"(?:assign|delegate|hand|give)"
ONE = r"(?:a |an |another |me )*(?:new )?"
LEVEL = r"(?:high(?:er|est)?|top|low(?:er|est)?|normal|medium|urgent|important|critical)"
SOMEBODY_NAMED = (
    r"(?!(?:i|you|we|me|us|it|that|this|they|he|she|someone|somebody|anyone|anybody|the|a|an|my|what|which"
    r"|who|where|when|why|how)\b)\w+(?: (?!to\b|do\b)\w+)?(?: (?:in|from|of) the \w+ team)?"
)
TAKES = r"(?:do|handle|take care of|take over|look after|take|finish|work on|deal with|be responsible for)"
PLACES = r"(?:list|lists|todos?|tasks?|calendar|schedule|agenda|diary|reminders?)"
# What teams are called that are not called a team.
TEAMLIKE = (
    r"(?:marketing|dev|development|sales|support|design|finance|hr|research|operations|engineering|product"
    r"|legal|logistics"
    r"|quality|accounting|purchasing|procurement|it)"
)
SCRAP = r"scratch|strike|scrap|bin|ditch|dump|trash|nix"
NEW = rf"(?:create|add|make) {ONE}(?:team )?(?:todo|task)"

WORK: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "correct",
        (
            r"^(?P<no>(?:(?:no|nope|wait|sorry|oh|actually|hold on|hang on|rather|better)\b"
            r" )+)?(?P<when>\S.*)$",
        ),
    ),
    (
        "undo",
        (
            LEAD + r"(?:undo|revert|take back|roll back)\b(?P<what>.*)$",
            LEAD + r"(?:take|roll|turn) (?P<what>that|it|this|the last.*) back$",
            LEAD + r"(?:put|change) (?P<what>it|that) back(?: (?:as|to|how) .*)?$",
            LEAD + r"(?:bring|get|want|have|give me) (?P<what>it|that|them|that one) back(?: again)?$",
            r"\bi (?:didn't|did not|don't|do not) (?:mean|want) (?P<what>that|it|to do that)(?: any ?more)?$",
            rf"^(?:no |oh )*(?:{SCRAP}) (?P<what>that|it|this)(?: one)?$",
            r"^(?:that|this|it) was (?:a mistake|wrong|an error|not right|not what i (?:said|meant"
            r"|wanted))\b(?P<what>.*)$",
        ),
    ),
    (
        "snooze",
        (
            LEAD
            + r"snooze(?: (?:it|that|this|(?:the|my) reminder))?(?: (?:for|until|till))?(?: (?P<until>.+))?$",
            LEAD + r"remind me (?:again|later)(?: (?P<until>.+))?$",
            r"^(?:not now |later )?(?:please )?(?:ask|tell|call|ring|remind) me(?: about (?:it|that))?"
            r" again(?: later)?(?: (?P<until>.+))?$",
            rf"^(?:just )?(?:give me |i need )?(?P<until>(?:another )?(?:half an|{NUMBER}) (?:more"
            r" )?(?:minute|hour)s?)(?: more)?$",
            # "Snooze" is seldom heard right; so much is heard, whatever stands before it.
            rf"^\w+ (?:it|that|this|the reminder) for (?P<until>(?:another )?(?:half an|{NUMBER}) (?:more"
            r" )?(?:minute|hour)s?)$",
            rf"^(?:not now|later)(?: please)?(?: (?P<until>in (?:half an|{NUMBER}) (?:minute|hour)s?))$",
        ),
    ),
    (
        "rename",
        (
            LEAD + r"(?:rename|retitle) (?P<what>.+?) (?:to|as) (?P<title>.+)$",
            LEAD + r"(?:rename|call) (?P<what>it|that|this) (?:to |as )?(?P<title>.+)$",
            LEAD + r"change (?:the |its )?(?:title|name)(?: of (?P<what>.+?))? to (?P<title>.+)$",
        ),
    ),
    (
        "postpone",
        (
            LEAD + r"put (?P<what>\S.*?) off(?: (?:to|till?|until|for))? (?P<when>\S.*)$",
            LEAD + rf"(?:push|move|shift|delay|postpone) (?P<what>\S.*?) by (?P<later>(?:half an|{NUMBER})"
            r" (?:hour|minute|day|week)s?)$",
            LEAD + r"(?:put|push|move|set) (?P<what>\S.*?) back (?:to|till?|until) (?P<when>\S.*)$",
            LEAD + r"(?:bring|move|pull) (?P<what>\S.*?) forward to (?P<when>\S.*)$",
            LEAD + r"(?:put off|hold off(?: on)?|push (?:back|out)|move back|delay|postpone|defer)"
            r" (?P<what>\S.*?) (?:to|till?|until|for|by) (?P<when>\S.*)$",
            LEAD + rf"(?:push|move|put|set|shift) (?P<what>\S.*?) back (?:by )?(?P<later>(?:half an|{NUMBER})"
            r" (?:hour|minute|day|week)s?)$",
            r"^(?:(?:can|could|shall|should|let) (?:we|i|you|us) |let me |let's )(?:do|have|hold)"
            r" (?P<what>(?!an? |another )\S.*?)"
            r" (?P<when>(?:at|on|until|by|next|tomorrow)\b.*?)(?: instead)?$",
        ),
    ),
    (
        "move",
        (
            LEAD + rf"{MOVE} (?P<what>\S.*?) ?(?:\b(?:to|till?|until|for|on|at|by|back)\b )?(?P<when>\S.*)$",
            # Nothing is removed to a day: it is how "move" is misheard.
            LEAD + r"removed? (?P<what>\S.*?) to (?P<when>\S.*)$",
        ),
    ),
    ("retitle", (LEAD + r"change (?P<what>\S.*?) (?:to|into) (?P<title>(?!\S+ priority$)\S.*)$",)),
    (
        "due",
        (
            LEAD + r"(?:make|set|have) (?P<what>\S.*?) due (?P<when>\S.*)$",
            r"^(?:the |my )?(?P<what>\S.*?) (?:is|are|(?:has|have|needs?) to be|must be) (?:now )?(?:due|done"
            r" by|\w+(?:ed|en|nt|id) by) (?P<when>\S.*)$",
        ),
    ),
    (
        "longer",
        (
            LEAD + rf"(?:make|set|change) (?:it|that|this)(?: to)? (?P<n>half an|{NUMBER}) (?P<unit>minute"
            r"|hour)s?(?P<long> long)?$",
        ),
    ),
    (
        "priority",
        (
            LEAD + rf"(?:make|mark|set|give|flag) (?P<what>\S.*?) (?:as |to |a )?(?P<level>{LEVEL})(?:"
            r" priority)?$",
            LEAD + rf"change (?P<what>\S.*?) (?:to|into) (?:a )?(?P<level>{LEVEL}) priority$",
            LEAD + r"(?:set|change|raise|lower) (?:the )?priority (?:of|for) (?P<what>.+?) to"
            rf" (?P<level>{LEVEL})$",
            r"^(?P<what>(?!what|which|how|who|where|when)\S.*?) (?:is|are|has|have|gets?) (?:now |very "
            rf"|really |a )*(?P<level>{LEVEL})(?: priority)?$",
            LEAD + r"(?P<level>prioriti[sz]e) (?P<what>.+)$",
        ),
    ),
    (
        "team_todo",
        (
            LEAD + rf"{NEW} (?:for|to) (?:the )?{TEAM} team"
            r"(?: to| called| that says| about|,)? (?P<title>.+)$",
            LEAD + rf"(?:create|add|make|set up) {ONE}team (?:todo|task) (?:for"
            r"|in) (?:the )?(?P<team>\w+)(?: team)?"
            r"(?: to| called| that says| about)? (?P<title>.+)$",
            LEAD + rf"(?:write|note|jot|put)(?: it)? down for (?:the )?{TEAM} team(?: to|"
            r" that)? (?P<title>.+)$",
            LEAD + rf"give (?:the )?{TEAM} team {ONE}(?:todo|task)(?: to| called| that says| about| of|,)?"
            r" (?P<title>.+)$",
            LEAD + rf"(?:add|put|write) (?P<title>.+?) (?:to|on|onto) the (?P<team>{TEAMLIKE}) (?:list"
            r"|todos?|tasks?)$",
            LEAD + rf"(?:add|put|write) (?P<title>.+?) (?:to|on|onto) (?:the )?(?!my\b){TEAM}(?: team'?s?'?"
            r"|'s) (?:list|todos?|tasks?)$",
            rf"^(?:the )?(?!what|which|who|does|do){TEAM} team (?:should|must|has to|needs to|have to|need"
            r" to) (?P<title>.+)$",
        ),
    ),
    (
        "assign",
        (
            LEAD + rf"{ASSIGN} (?:the )?(?:todo |task )?(?P<what>.+?) (?:to|over to) (?P<person>.+)$",
            LEAD + rf"{NEW} for (?P<person>(?!the\b|my\b|today|tomorrow)"
            r"\w+(?: in the .+? team)?)(?: to| that says|,) (?P<what>.+)$",
            LEAD + rf"(?:have|let|get|ask|tell) (?P<person>{SOMEBODY_NAMED})(?: to)? {TAKES} (?P<what>.+)$",
            rf"^(?P<person>{SOMEBODY_NAMED}) (?:should|must|has to|needs to|will|can|shall|could) {TAKES}"
            r" (?P<what>.+)$",
            rf"^(?:can|could|would|will|should|shall) (?P<person>{SOMEBODY_NAMED}) {TAKES} (?P<what>.+)$",
        ),
    ),
    (
        "role",
        (
            LEAD + r"make (?P<person>.+?) (?:an? |the )?(?P<role>admin|administrator|owner|member|viewer)"
            r"(?: (?:of|in) (?:the )?(?P<team>.+?)(?: team)?)?$",
            LEAD + r"(?:promote|demote|turn|change) (?P<person>.+?) (?:in)?to (?:an? |the )?"
            r"(?P<role>admin|administrator|owner|member|viewer)"
            r"(?: (?:of|in) (?:the )?(?P<team>.+?)(?: team)?)?$",
            LEAD
            + r"give (?P<person>.+?) (?:the )?(?P<role>admin|administrator|owner|member|viewer) (?:rights"
            r"|writes|role|access)(?: (?:of|in|on) (?:the )?(?P<team>.+?)(?: team)?)?$",
            r"^(?P<person>(?!who\b|what\b|which\b)\w+(?: \w+)?) (?:(?:should|shall|must|has to) (?:be"
            r"|become)|becomes|is) (?:an? "
            r"|the )?(?P<role>admin|administrator|owner|member|viewer)(?: (?:of"
            r"|in) (?:the )?(?P<team>.+?)(?: team)?)?$",
        ),
    ),
    (
        "join",
        (
            LEAD
            + rf"(?:add|invite|put|get|bring|take) (?P<person>.+?) (?:to|into|in|onto|on) (?:the )?{TEAM}"
            r" team$",
            r"^(?P<person>\w+(?: \w+)?) (?:is joining|joins|will join|should join|should be in|is now in)"
            rf" (?:the )?{TEAM} team$",
            LEAD + rf"(?:add|invite|put|bring) (?P<person>{SOMEBODY_NAMED}) (?:to|into)"
            rf" (?P<team>(?!(?:my|the|our|your|this) ?)(?!{PLACES}\b)\w+)"
            r"(?: as (?:an? )?(?P<role>admin|owner|member|viewer))?$",
            rf"^(?:i|we) (?:want|need|would like) (?P<person>{SOMEBODY_NAMED}) (?:in|on|to join)"
            rf" (?:the )?{TEAM} team$",
        ),
    ),
    (
        "part",
        (
            LEAD
            + rf"(?:remove|delete|kick|take|drop|throw) (?P<person>.+?) (?:from|out of|off) (?:the )?{TEAM}"
            r" team$",
            rf"^(?:please |can you |could you )*(?:remove|kick|take|throw) (?P<person>{SOMEBODY_NAMED})"
            r" (?:from|out of|off)"
            rf" (?:the )?(?P<team>(?!(?:my|the|our|your|this) ?)(?!{PLACES}\b)\w+(?: \w+)?)$",
        ),
    ),
    (
        "members",
        (
            r"\bwho(?: else)?(?:'s| is| are| all is) (?:in(?! charge)|on|part of) (?:the"
            r" )?(?P<team>.+?)(?: team)?$",
            r"\b(?:who|what|which|how many|list|show|tell|name|read|give|the|all)\b.*?\b(?:members|people"
            r"|colleagues) (?:are )?(?:there )?(?:of|in|on) (?:the )?(?P<team>.+?)(?: team)?$",
            r"\bwho (?:belongs to|works in|works on|is working in|do we have in|makes up) (?:the"
            r" )?(?P<team>.+?)(?: team)?$",
        ),
    ),
    (
        "team_todos",
        (
            r"\b(?:todos|tasks) (?:of|for|in|does|do) (?:the )?(?P<team>(?!the\b).+?) team\b",
            r"\b(?:the |my )(?P<team>\w+) team(?:'s)? (?:todos|tasks)\b",
            r"\bteam (?P<team>\w+)(?:'s)? (?:todos|tasks)\b",
            rf"\b(?:todos|tasks|list) (?:of|for|in) (?:the )?(?P<team>{TEAMLIKE})(?: department)?$",
            rf"^(?!.* (?:to|on|onto) ).*\b(?P<team>{TEAMLIKE})(?:'s)? (?:todos|tasks|list)$",
            r"\bwhat (?:does|do|has|is|must|should) (?:the )?(?P<team>(?!the\b).+?) team\b.*\b(?:do|doing"
            r"|done|working on|left|open)$",
            r"\bwhat (?:does|do|has) (?:the )?(?P<team>(?!the\b).+?) team (?:still )?have\b.*$",
            r"^what (?:does|do|has|have|is|are|should|must) (?:the )?"
            r"(?P<team>(?!(?:i|we|you|they|he|she|it|that|this|there|people|my|our|your|on"
            r"|next)\b)\w+)(?: team)?(?: still)?"
            r" (?:have(?: got)?|got|need|has)?(?: left| open)? ?(?:to (?:do|finish|get done)|working on"
            r"|(?:left|open|on its"
            r" (?:list|plate)))$",
        ),
    ),
    ("teams", (r"\b(?:what|which|list|tell|show|my)\b.*\bteams\b(?! can)",)),
)
