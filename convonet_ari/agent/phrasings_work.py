"""How callers put wishes about reminders, appointments, teams and changes, in order of precedence."""

from __future__ import annotations

LEAD = (
    r"^(?:(?:can|could|would|will) (?:you|i|we) |i (?:want|need|would like|wanna|have)(?: you)? to "
    r"|i'd like(?: you)? to |i'd like |let's |please |help me (?:to )?|let me |go ahead and "
    r"|just |also |then |actually |no )*"
)
EVENT = r"(?:appointments?|meetings?|events?|calendar (?:events?|entry|entries))"
CALENDAR = r"(?:my |the |our )?(?:calendar|schedule|agenda|diary)"
THING = rf"(?:todos?|tasks?|reminders?|{EVENT})"
MOVE = r"(?:move|reschedule|shift|push|postpone|delay|change|set|make|put|bring forward|switch)"
DROP = r"(?:delete|remove|erase|drop|cancel|get rid of|throw away|scratch|clear)"
BOOK = r"(?:book|schedule|plan|arrange|make|create|add|set up|put|enter)"
TEAM = r"(?P<team>(?!the\b).+?)"
ASSIGN = r"(?:assign|delegate|hand|give)"
ONE = r"(?:a |an |another |me )*(?:new )?"
NEW = rf"(?:create|add|make) {ONE}(?:team )?(?:todo|task)"

WORK: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("correct", (r"^(?P<no>(?:no|nope|wait|sorry)\b )?(?P<when>\S.*)$",)),
    (
        "undo",
        (
            LEAD + r"(?:undo|revert|take back|roll back)\b(?P<what>.*)$",
            LEAD + r"(?:take|roll|turn) (?P<what>that|it|this|the last.*) back$",
            LEAD + r"(?:put|change) (?P<what>it|that) back(?: (?:as|to|how) .*)?$",
            r"\bi (?:didn't|did not) (?:mean|want) (?P<what>that|to do that)$",
        ),
    ),
    (
        "snooze",
        (
            LEAD
            + r"snooze(?: (?:it|that|this|(?:the|my) reminder))?(?: (?:for|until|till))?(?: (?P<until>.+))?$",
            LEAD + r"remind me (?:again|later)(?: (?P<until>.+))?$",
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
        "move",
        (
            LEAD + rf"{MOVE} (?P<what>\S.*?) ?(?:\b(?:to|till?|until|for|on|at|by|back)\b )?(?P<when>\S.*)$",
            # Nothing is removed to a day: it is how "move" is misheard.
            LEAD + r"removed? (?P<what>\S.*?) to (?P<when>\S.*)$",
        ),
    ),
    (
        "assign",
        (
            LEAD + rf"{ASSIGN} (?:the )?(?:todo |task )?(?P<what>.+?) (?:to|over to) (?P<person>.+)$",
            LEAD + rf"{NEW} for (?P<person>(?!the\b|my\b|today|tomorrow)"
            r"\w+(?: in the .+? team)?)(?: to| that says|,) (?P<what>.+)$",
        ),
    ),
    (
        "team_todo",
        (
            LEAD + rf"{NEW} (?:for|to) (?:the )?{TEAM} team"
            r"(?: to| called| that says| about|,)? (?P<title>.+)$",
        ),
    ),
    (
        "role",
        (
            LEAD + r"make (?P<person>.+?) (?:an? |the )?(?P<role>admin|administrator|owner|member|viewer)"
            r"(?: (?:of|in) (?:the )?(?P<team>.+?)(?: team)?)?$",
        ),
    ),
    ("join", (LEAD + rf"(?:add|invite) (?P<person>.+?) (?:to|into|in) (?:the )?{TEAM}(?: team)$",)),
    (
        "part",
        (LEAD + rf"(?:remove|delete|kick|take) (?P<person>.+?) (?:from|out of) (?:the )?{TEAM}(?: team)$",),
    ),
    (
        "members",
        (
            r"\bwho(?:'s| is| are| all is) (?:in|on|part of) (?:the )?(?P<team>.+?)(?: team)?$",
            r"\b(?:members|people) (?:of|in|on) (?:the )?(?P<team>.+?)(?: team)?$",
        ),
    ),
    (
        "team_todos",
        (
            r"\b(?:todos|tasks) (?:of|for|in|does|do) (?:the )?(?P<team>(?!the\b).+?) team\b",
            r"\b(?:the |my )(?P<team>\w+) team(?:'s)? (?:todos|tasks)\b",
            r"\bteam (?P<team>\w+)(?:'s)? (?:todos|tasks)\b",
        ),
    ),
    ("teams", (r"\b(?:what|which|list|tell|show|my)\b.*\bteams\b(?! can)",)),
    (
        "reminder",
        (
            LEAD + r"(?:remind me|give me a reminder)\b(?P<title>.*)$",
            LEAD + rf"(?:create|add|make|set up|set|put|i need) {ONE}reminder\b(?P<title>.*)$",
        ),
    ),
    (
        "drop",
        (
            LEAD + rf"{DROP} (?P<what>(?:the |my |that |this )?.*\b{THING}\b.*)$",
            LEAD + r"(?:delete|remove|erase|drop|get rid of|throw away|cancel) (?P<what>it|\S.*)$",
        ),
    ),
    (
        "reminders",
        (r"\b(?:what|which|any|list|show|tell|read|my|do i have)\b.*\breminders?\b", r"^reminders$"),
    ),
    (
        "free",
        (
            r"\bwhen (?:am i|are we) (?:free|available)\b",
            r"\bwhen do (?:i|we) have (?:any |some |free )*time\b",
            r"\b(?:am i|are we) (?:free|available|busy)\b",
            r"\b(?:free|open) (?:time|slots?|hours?)\b",
            r"\bdo i have (?:any |some )?time\b",
        ),
    ),
    (
        "events",
        (
            rf"\b(?:what|what's|which|anything|show|read|tell|check|list|look at|how)\b.*\b{CALENDAR}\b",
            rf"^{CALENDAR}(?: (?:for|on|today|tomorrow|this|next)\b.*)?$",
            rf"\b(?:what|which|any|how many|do i have|list|show|tell|my next|are there)\b.*\b{EVENT}\b",
        ),
    ),
    (
        "briefing",
        (
            r"\b(?:what's|what is|how's|how is|how does|what does|tell me about|brief me on)"
            r" my (?:day|morning|week)\b",
            r"\b(?:brief me|briefing|what's up today|what is up today)\b",
        ),
    ),
    (
        "event",
        (
            LEAD + rf"{BOOK} (?P<title>.+?) (?:in|into|on|onto|to) {CALENDAR}(?P<rest>.*)$",
            LEAD + rf"{BOOK} (?P<title>(?:a |an |the |another |my |me )*(?:\S+ ){{0,3}}?{EVENT}\b.*)$",
            LEAD + r"(?:book|schedule|arrange|plan) (?P<title>.+)$",
            r"^(?:i have|i've got|there's) (?P<title>an? (?:\S+ ){0,2}?(?:appointment|meeting)\b.+)$",
        ),
    ),
)
