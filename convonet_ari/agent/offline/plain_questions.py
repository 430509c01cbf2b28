"""Rules for short forms and for questions as they are seldom turned round."""

from __future__ import annotations

from convonet_ari.agent.offline.rules import Rules

HAVE_TO = r"(?:must|should|have to|need to|'ve to|am having to)"

SHORT: Rules = (
    (
        r"\b(should|must|shall|can|will|has to|needs to|ought to) (?:also|now|then|really|definitely"
        r"|probably) ",
        r"\1 ",
    ),
    (r"\b(give me|need|take|have) another (?=(?:day|week|hour)\b)", r"\1 one more "),
    (r"\bgimme\b", "give me"),
    (r"\blemme\b", "let me"),
    (r"\bwanna\b", "want to"),
    (r"\bgotta\b", "have to"),
    (r"\bgonna\b", "going to"),
    (r"\bkindly\b", "please"),
    (r"\bhalf[- ]hour\b", "half an hour"),
    (r"\b(in|for|at|by) (?:about|around|roughly|approximately) (?=\w)", r"\1 "),
    (r"\b((?!(?:it|that|what|who|there|he|she|here)\b)\w+)'s been (?=\w+)", r"\1 has been "),
    (r"\b((?:in|for) \w+(?:[ -]\w+)?) more (?=minute|hour|day)", r"\1 "),
)
# Questions are seldom turned round by who learnt the language late.
QUESTIONS: Rules = (
    (
        r"^(?:(?:can|could|would) you )?(?:please )?(?:see|check|look|find out|tell me)(?: for me)? (?:if"
        r"|whether)"
        r" (?=(?:i|i'm|we|we're|there|my)\b)",
        "",
    ),
    (r"^(?:i'm|i am|we're|we are) (free|available|busy) (?=.*\b(?:at|on|today|tomorrow)\b)", r"am i \1 "),
    (
        r"^(?:(?:can|could|would|will) you )?(?:tell|show|give|read"
        r"|list)(?: me)?(?: out)? (?:all )?(?:of )?(?:the )?(?:things"
        rf"|stuff|jobs|everything|whatever|what)(?: that)? i(?:'ve| have)?(?: still)? (?:{HAVE_TO}"
        r"|got to) (?:do|finish|get done)\b",
        "what do i have to do",
    ),
    (r"\b(what|who|which) all\b", r"\1"),
    (r"\bwho (?:is|are) there (?=in\b|on\b)", "who is "),
    (
        rf"\b(?:which|what)(?: (?:things?|stuff|jobs?|works?))? (?:that )?(?:i {HAVE_TO}|(?:must|should) i)"
        rf" do\b",
        "what do i have to do",
    ),
    (r"^(what|which|when|how many)( (?!do\b|did\b)\w+)? (i|we) (have|got)\b", r"\1\2 do \3 have"),
    (r"^(when|where|how|why) (i|we) (am|are|can|could|will|should|must)\b", r"\1 \3 \2"),
    (
        r"\b(?:tasks?|things|items|work|todos?|what)(?: all)? (?:are|is) (?:pending|remaining"
        r"|outstanding)\b.*$",
        "what is left on my list",
    ),
    (
        r"^is (?:there )?(?:anything|something|much) (?:on|planned|happening|going on)\b",
        r"what is in my calendar",
    ),
    (r"\b(?:am i|are we) (?:around|about|tied up|occupied|engaged)\b|\bhow busy am i\b", "am i free"),
    (r"\b(?:am i|are we) (?:doing|up to|having) (?:anything|something|much)\b", "am i free"),
    (r"\bwhen (?:would|does|might|will)(?: it)? (?:suit|work|fit|be good)(?: me)?\b", "when am i free"),
    (r"\b(?:a|an|some|any) (?:empty |open |free )?(?:slot|gap|window|opening|hole)\b", "time free"),
    (
        r"\bwhat did (?:i|we) (?:phone|ring|call|contact|bother)(?: you)?(?: (?:up|in))? (?:about|for)\b",
        "what did we talk about",
    ),
)
