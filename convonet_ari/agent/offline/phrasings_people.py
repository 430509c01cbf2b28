"""How callers put wishes about teams, people, earlier calls and themselves, in order of precedence."""

from __future__ import annotations

from convonet_ari.agent.offline.phrasings_work import LEAD, ONE, TEAM, TEAMLIKE

SAY = r"(?:tell|show|give|read|list)"
BACK = r"(?:call|b?ring|phone)(?: me| us)? back|call ?back"
SOMEBODY = r"(?:person |colleague |user |someone |one )"
# What is told about the caller, as opposed to work they do not want to forget.
ABOUT_ME = (
    r"(?:(?:i|i'm|we) (?:am |'m )?(?!need\b|have to\b|must\b|want to\b|should\b)"
    r"|my \S+(?: \S+)? (?:is|are|was|has|likes|wants|prefers)\b|(?:the|our) \S+(?: \S+)? (?:is|are)\b)"
)
ALL_KNOWN = (
    r"(?:everything|all)(?= (?:that )?(?:you|i (?:said|told)|we (?:talked|said)|about (?:me|us)|of (?:it"
    r"|that))|$)|(?:all |everything )?(?:that )?you (?:know|remember|have (?:stored|saved))|my (?:data"
    r"|memories)"
)
A_NAME = (
    r"(?!(?:human|person|people|operator|agent|representative|real|actual|somebody|someone|any|you|this"
    r"|that|i|me|the|a|an|my|our|your|available|anyone|anybody)\b)\w+(?: (?:in|from) the"
    r" \w+ team| \w+)?"
)
COMPANY = r"(?:company|organisation|organization|office|firm)"

PEOPLE: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "forget",
        (
            LEAD + rf"(?:forget|erase|delete|clear) (?P<all>{ALL_KNOWN})\b(?: .*)?$",
            LEAD + r"(?:forget|don't remember|no longer remember)(?: about)? (?P<about>(?!it$|about it$).+)$",
        ),
    ),
    (
        "remember",
        (
            LEAD + r"(?:remember|keep in mind|make a note|note|bear in mind)"
            rf"(?: for (?:next time|the future|later))?,?(?: that)? (?P<text>{ABOUT_ME}.+)$",
            r"^(?:from now on|in (?:the )?future|for the future) (?P<text>.+)$",
        ),
    ),
    (
        "recall",
        (
            r"\bwhat (?:do|can) you (?:know|remember|recall|have)(?: stored| saved)?"
            r"(?: (?:about|of|on) (?P<about>.+))?$",
            r"\bwhat (?:have i told you|did i tell you)(?: to remember)?(?: about (?P<about>.+))?$",
            r"^(?:do you remember|tell me what you (?:know|remember))(?: (?:about|of))?(?: (?P<about>.+))?$",
        ),
    ),
    (
        "team_create",
        (
            LEAD + rf"(?:create|make|start|set up|open|add) {ONE}team"
            r" (?:called|named|for|with the name) (?P<name>.+)$",
            LEAD + r"(?:create|make|start|set up|open|add) (?:a |the )?(?:new )?team (?P<name>(?!(?:todo"
            r"|task|meeting|member|event"
            r"|lunch|dinner|call|to|for|and|in|on|list|with|of)\b)\w+(?: (?!(?:todo|task|meeting|for|to|on"
            r"|at|in)\b)\w+)?)$",
            r"\bnew team (?:called|named|with the name) (?P<name>.+)$",
            LEAD + r"(?:start|create|make|open|set up|found|add) (?:a "
            r"|another )?(?:new )?team (?:(?:and )?(?:call|name) it|(?:the|its) name (?:is|should be))"
            r" (?P<name>\S.*)$",
            r"\b(?:we've got|we have|i have|there's|there is|i need|we need|i want|we want) (?:a "
            r"|another )?(?:new )?team (?:(?:and )?(?:it's |it is |that's )?(?:called|named)"
            r"|for) (?P<name>\S.*)$",
        ),
    ),
    (
        "team_rename",
        (
            LEAD + rf"(?:rename|retitle) (?:the |my |our )?{TEAM} team (?:to|as|into) (?P<new_name>.+)$",
            LEAD
            + rf"(?:rename|retitle) (?:the )?(?P<team>(?!it\b){TEAMLIKE}) (?:to|as|into) (?P<new_name>.+)$",
            LEAD + rf"call the {TEAM} team (?P<new_name>.+) from now on$",
        ),
    ),
    ("team_leave", (LEAD + rf"(?:leave|quit|get out of) (?:the |my )?{TEAM} team$",)),
    (
        "person",
        (
            rf"^(?:is there|do we have|have we got) (?:a |an |any |some)?{SOMEBODY}?(?:called |named )?"
            rf"(?P<name>\w+(?: \w+)?) (?:in|at|with) (?:our|the|my|this) {COMPANY}$",
            LEAD + rf"(?:find|look up|search for) (?:a |the )?{SOMEBODY}(?:called |named )?(?P<name>.+)$",
            rf"^(?:do|did) (?:you|we) (?:know|have) (?:a |an |any |some)?{SOMEBODY}?(?:called |named"
            rf" )?(?P<name>{A_NAME})(?: here)?$",
            rf"\b(?:what|which) teams? (?:is|are) (?P<name>{A_NAME}) (?:in|on|part of)$",
            rf"^what(?:'s| is) (?P<name>{A_NAME})'s team$",
            rf"^who(?:'s| is) (?P<name>(?!in\b|on\b|part\b|free\b|there\b|it\b){A_NAME})$",
        ),
    ),
    (
        "callback_cancel",
        (
            LEAD + rf"(?:cancel|forget|drop) (?:the |my |that )?(?:{BACK})$",
            r"\b(?:don't|do not|need not) call (?:me|us) back\b",
            rf"\b(?:don't|do not|no longer)(?: \w+)? (?:need|want) (?:the |a |that |to be )*(?:{BACK}"
            r"|called back)\b",
        ),
    ),
    (
        "callback",
        (
            r"\b(?:have|get|let|ask|can|could|would|will|please|someone|somebody|want|need|like)\b.*"
            rf"\b(?:{BACK})\b(?P<rest>.*)$",
            rf"^(?:{BACK})\b(?P<rest>.*)$",
        ),
    ),
    (
        "recording_delete",
        (LEAD + r"(?:delete|remove|erase|drop|get rid of) .*\brecordings?\b(?P<rest>.*)$",),
    ),
    ("transcript", (r"\b(?:what did (?:we|i|you) (?:say|talk about|discuss)|transcript)\b.*",)),
    ("recordings", (r"\b(?:which|what|any|list|show|my|are there)\b.*\brecordings?\b",)),
    (
        "calls",
        (
            r"\bwhen did (?:i|we) (?:last )?(?:call|phone|ring|talk|speak)\b.*",
            r"\b(?:my|our) (?:last|earlier|previous|recent|past)(?: \w+)? calls?\b",
            rf"\b(?:{SAY}|what|which|how many)\b.*"
            r"\b(?:call history|(?:earlier|previous|past|recent|my) calls)\b",
        ),
    ),
    (
        "sync_now",
        (
            LEAD + r"(?:sync|sink|zinc|think|sing|synchroni[sz]e|compare|update|refresh)\b.*\b(?:calendar"
            r"|google)\b.*$",
        ),
    ),
    (
        "sync",
        (
            r"\b(?:calendar|google)\b.*"
            r"\b(?:connected|connection|synced|in sync|synchroni[sz]ed|linked|up to date)\b",
            r"\b(?:connected|linked|synced)\b.*\bgoogle\b",
        ),
    ),
    (
        "profile",
        (
            rf"\b(?:{SAY}|what is|what's|what are)\b.*"
            r"\bmy (?:profile|preferences|settings|data|account|role|rights)\b",
            r"^(?:my )?(?:profile|preferences|settings)$|^who am i$",
        ),
    ),
    (
        "zone",
        (
            r"\bmy time ?zone(?: is|'s)(?: now)? (?P<zone>.+)$",
            r"\b(?:change|set|switch|move) (?:my |the )?time ?zone to (?P<zone>.+)$",
            r"^i(?:'ve| have)? (?:just )?(?:moved to|live in|work from) (?P<zone>\w+(?: \w+)??)(?: now)?"
            r" (?:so |and |please )*(?:use|take|go by|switch to) (?:that|the|its|their) time ?zone$",
            r"^i(?:'m| am) (?:now |currently )*in (?P<zone>[\w ]+?)(?: now)? (?:so |and |please |can you )*"
            r"(?:change|set|update|adjust) (?:my |the )?time ?zone$",
        ),
    ),
    (
        "receipts_off",
        (r"\b(?:no|don't|do not|stop|without|never|not)\b.*\breceipts?\b",),
    ),
    (
        "receipts",
        (
            r"\breceipts?\b.*? (?:to|at) (?P<email>.+ at .+|\S+@\S+|.+@.+)$",
            r"\b(?:send|mail|e-?mail|give|get|want|like|need|turn on)\b.*\breceipts?\b.*$",
            r"\bmy (?:new )?e-?mail(?: address)?(?: is|'s| to)(?: now)? (?P<email>.+)$",
            r"\b(?:send|mail)(?: me)? (?:them|it|that) (?:to|at) (?P<email>.+ at .+|.+@.+)$",
            r"^receipts? by e-?mail$",
        ),
    ),
    (
        "reminders_later",
        (
            r"\b(?:don't|do not|stop|no) (?:call|calling|calls|ring|ringing|phone|phoning)(?: me)?"
            r" (?:for|with|about|because of|when)\b.*\breminders?\b",
            r"\btell me (?:my |the )?reminders (?:in|on|at) my next call\b",
        ),
    ),
    (
        "reminders_by_call",
        (r"\b(?:always |please )?(?:call|ring|phone) me (?:for|with|about|when)\b.*\breminders?\b",),
    ),
    (
        "quiet",
        (
            r"\b(?:don't|do not|never|no) (?:calls?|ring|phone)(?: me| us)?"
            r" (?P<hours>(?:after|between|from|before)\b.+)$",
            LEAD + r"(?:set )?(?:my )?quiet hours (?:are |to )?(?P<hours>.+)$",
            r"\b(?P<hours>no quiet hours)\b",
        ),
    ),
)

# After all other work, which is looked for and found in many words.
SEARCH: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "search",
        (
            r"^(?:when|at what time|what time|(?:on )?(?:which|what) day) (?:is|are|was|were|does|do)"
            r" (?:my |the |our"
            r" )?(?P<words>(?!it\b|that\b|this\b|next\b|last\b|i\b|you\b|we\b)\S.*?)(?: start| begin| due)?$",
            r"^(?:is|are|has|have) (?:the |my |our )(?P<words>\S+(?: \S+){0,4}?) (?:already )?(?:been )?"
            r"(?:done|finished|completed?|due|open)(?: yet| already)?$",
            LEAD + r"(?:search|look|find)(?: everything| everywhere| all)?(?: for| up)?"
            r" (?:anything |everything )?(?:about |for |with )?(?P<words>\S.*)$",
        ),
    ),
)
