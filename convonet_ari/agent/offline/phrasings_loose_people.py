"""How callers put wishes about people, calls and us in passing, in order of precedence."""

from __future__ import annotations

from convonet_ari.agent.offline.phrasings_people import A_NAME
from convonet_ari.agent.offline.phrasings_work import LEAD, SOMEBODY_NAMED

ANYBODY = (
    r"(?:anyone|anybody|someone|somebody|a person|an agent|(?:a|your) colleague(?: of yours)?|one of"
    r" you(?:r \w+)?"
    r"|them)"
)
TEAM_OF = r"(?P<team>(?!(?:my|me|it|this|that|there|time|the)\b)\w+(?: \w+)?)"
HOUSE = (
    r"(?:(?:customer|technical|tech) )?(?:sales|support|service|billing|accounts?|accounting|marketing"
    r"|reception|help ?desk|complaints|orders|returns|(?:general )?(?:enquiries|inquiries))"
)
A_PERSON = rf"(?={SOMEBODY_NAMED} )\w+(?: (?!(?:has|have|is|was|will|should|ought|needs|must)\b)\w+)?"

LOOSE_PEOPLE: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "members",
        (
            rf"^who(?:'s| is| are) (?:an? |the )?(?:owners?|admins?) (?:of|in) (?:the )?{TEAM_OF}(?: team)?$",
            r"^(?:is|does|do) (?:\w+|\w+ \w+) (?:in|on|part of|a member of|belong to|work (?:in|for)"
            rf"|working (?:in|for)) (?:the )?{TEAM_OF}(?: team)?$",
            rf"\bwho (?:else )?works (?:with (?:me|us) )?(?:in|on|at) (?:the )?{TEAM_OF}(?: team)?$",
            rf"\bwho(?:'s| is| are) (?:my |our )?(?:colleagues?|team ?mates?) (?:in|on) (?:the )?{TEAM_OF}"
            r"(?: team)?$",
        ),
    ),
    (
        "person",
        (
            r"\b(?:what|which) (?:team|department|group) (?:does|is|did) (?P<name>\w+(?: \w+)?) (?:belong to"
            r"|work in|work for|in|on|join)$",
            r"\b(?:anyone|anybody|someone|somebody|people|colleagues?|a person) (?:here )?(?:called|named"
            rf"|by the name of|with the name) (?P<name>{A_NAME})$",
            r"^(?:and |so )?who(?:'s| is| exactly is) (?P<name>(?!in\b|on\b|part\b|free\b|there\b"
            rf"|it\b){A_NAME})(?: again| exactly)?$",
        ),
    ),
    (
        "part",
        (
            rf"^(?P<person>{A_PERSON}) (?:is leaving|(?:has )?left|(?:has )?quit|leaves|is no longer (?:in"
            rf"|on|with)) (?:the )?{TEAM_OF}(?: team)?(?: (?:so |and |please |can you |you can )*(?:take"
            r"|remove|kick|throw) (?:him|her|them)(?: (?:out|off))?(?: (?:of )?(?:it|there|the team))?)?$",
        ),
    ),
    (
        "join",
        (
            rf"^(?P<person>{A_PERSON}) (?:is new in|is joining|joins|has joined|belongs in|should (?:be in"
            rf"|join)|works in) (?:the )?{TEAM_OF}(?: team)?(?: now)?$",
        ),
    ),
    (
        "role",
        (
            rf"^(?P<person>{SOMEBODY_NAMED}) (?:ought to|should|needs to|has to|is going to|is supposed to"
            r"|will) (?:be|become) (?:an? |the )?(?P<role>admin|administrator|owner|member|viewer)(?: (?:of"
            r"|in) (?:the )?(?P<team>.+?)(?: team)?)?$",
        ),
    ),
    (
        "callback_cancel",
        (
            r"\b(?:no need|no need for|nobody needs|nobody has|they don't need|they needn't"
            r"|you needn't)\b.*\b(?:call|ring|phone|calling)\b",
            r"\b(?:don't|do not|no longer) (?:need|want) (?:the|that|a) call\b",
        ),
    ),
    (
        "callback",
        (
            r"\b(?:be|get) (?:called|rung|phoned) back\b(?P<rest>.*)$",
            rf"\b(?:could|can|would|will|have|get|let|ask|want|need|like)(?: the)? (?:{ANYBODY}"
            rf"|(?:the )?{HOUSE}(?: team| department)?)(?: from \w+)?(?: please)?(?: to)? (?:call|ring|phone"
            r"|give) (?:me|us)\b(?! to remind)(?P<rest>.*)$",
        ),
    ),
    (
        "transfer",
        (
            r"^(?:is there|do you have|have you got) (?:an? |any |some )*(?:humans?(?: being)?|person"
            r"|people|real \w+|operator)"
            r"\b.*$",
            rf"\b(?:put|get|have|bring|fetch) (?:me )?(?P<department>(?={SOMEBODY_NAMED})\w+(?: \w+)?)"
            r" on (?:to )?(?:the|this)"
            r" (?:line|phone)(?: for me)?$",
            r"^(?:got|gets|let) me (?P<department>(?:a |an )?(?:human|person|agent|operator)\b.*)$",
            rf"^(?:the )?(?P<department>{HOUSE})$",
            rf"^(?:{ANYBODY}) (?:from|in|at|of) (?:the |your )?(?P<department>(?!the\b|my\b)\w+(?: \w+)?)$",
            rf"\b(?:put|get|have|bring|fetch) (?:me )?(?:{ANYBODY}|a human) on (?:to )?(?:the|this) (?:line"
            r"|phone)\b",
            rf"^(?:(?:can|could|would|will) (?:you|i) |i (?:want|need)(?: to)? |i'd like(?: to)? )*(?:get"
            r"|give|fetch|find"
            rf"|have|try|reach)(?: me)? (?:the |your |some(?:one|body) (?:from|in"
            rf"|at) )?(?P<department>{HOUSE})"
            r"(?: (?:on the (?:line|phone)|team|department|people|then|now|instead))*$",
            r"^(?!.*\b(?:are|am|is) (?:you|i|this|it)\b).*\b(?:real|live|actual|human) (?:person|human"
            r"|agent|being)\b",
            rf"\b{ANYBODY} (?:in|from|at) (?P<department>(?:the )?\w+(?: \w+)?) (?:that |who(?:m)? )?(?:i"
            r"|we) (?:can|could|may) (?:speak|talk)(?: (?:to|with))?$",
            rf"\b(?:want|need|like|rather have|prefer|give me|get me) (?:{ANYBODY}|a human|an actual person)"
            r"(?: (?:real|human|else|competent|who .*))*$",
        ),
    ),
    (
        "help",
        (
            r"\b(?:no idea|not sure|don't know|don't understand)\b.*\b(?:works?|ask|do|say|use)\b",
            r"^what (?:now|next|should i say)$",
        ),
    ),
    (
        "departments",
        (
            r"^is (?:any(?:body|one)|some(?:body|one)) (?:from|in|at) .*\b(?:there|free|around|available"
            r"|in|about)$",
            r"\bhow long\b.*\b(?:wait|queue|line|hold)\b.*$",
        ),
    ),
    (
        "spelled",
        (
            r"\bhow (?:do you|is|does one) spell(?:ed)? (?P<word>(?!(?:it|that|this)\b)\w+(?: \w+)?)$",
            LEAD + r"spell (?P<word>(?!(?:it|that|this)\b)\w+(?: \w+)?)$",
            r"\bspell(?:ed)?\b",
        ),
    ),
    (
        "for_people",
        (
            r"\b(?:complain|complaint|refund|my (?:bill|invoice|contract|subscription|order|delivery|payment"
            r"|account number)|pay (?:by|with)|order something|technical problem)\b.*$",
            r"^(?:i'm calling|i am calling|i call|i've got a question|i have a question|i have a problem"
            r"|there's a problem)\b.*$",
        ),
    ),
    (
        "well_being",
        (r"^(?:and )?how (?:are|'re) you\b.*$", r"^how(?:'s| is) it going\b.*$", r"^you (?:all right|ok)$"),
    ),
    (
        "praise",
        (
            r"\b(?:good|great|nice|excellent|amazing|fantastic|wonderful) (?:job|work|service|help)\b",
            r"^(?:you're|you are|that's|that is|that was) (?:very |so |really )*(?:kind|nice|helpful|great"
            r"|amazing|good|lovely|funny|clever|smart|fantastic|sweet)\b.*$",
        ),
    ),
    (
        "goodbye",
        (
            r"^(?:nothing|no|that's)(?: more| further| all)(?: (?:for|right) (?:now|today|me))?"
            r"(?: (?:thanks|thank you|cheers))*$",
        ),
    ),
)
