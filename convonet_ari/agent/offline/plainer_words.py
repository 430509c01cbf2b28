"""Rules for wishes that no phrasing fits: turns of everyday and of learners' English."""

from __future__ import annotations

from convonet_ari.agent.offline.phrasings_work import LEAD, SOMEBODY_NAMED
from convonet_ari.agent.offline.plain_words import AMOUNT, PLACE
from convonet_ari.agent.offline.rules import Rules, compiled, put

NOT_NAMED = r"(?!(?:i|we|you|he|she|they|it|that|this|there|what|which|who|how|when|where|why)\b)"
THING = rf"{NOT_NAMED}(?:the |my |our )?(\S+(?: \S+){{0,4}}?)"
PERSON = rf"((?={SOMEBODY_NAMED})\w+(?: (?!(?:is|isn't|has|does|to|in|on|for|no|was|will|should)\b)\w+)?)"
TEAM = r"(?:the )?(\w+)(?: team)?"
ANY_MORE = r"(?: any ?more| any longer| now| after all)*"
# What somebody did with a thing of theirs; what they only wanted, asked or moved is none of it.
DID = (
    r"(?!(?:need|want|ask|mov|call|decid|tri|lik|plan|hop|hat|lov|chang|start|forgott?|miss|mention|not|seem"
    r"|us|delet|remov|cancel|assign|schedul|creat|add|remind)(?:ed|d)\b)(?:\w{2,}ed|sent|paid|took|wrote|made"
    r"|brought|gave|did|ran|read|built|bought|sold|held|met|rang|saw|told|filled|shot"
    r"|put|got)"
)
SO_OUT = (
    r"(?: (?:so |and |please |(?:can|could|would) you )*(?:remove|take|kick|drop|delete|throw) (?:him|her"
    r"|them)"
    r"(?: (?:out|off))?(?: (?:of|from) (?:it|there|the team))?)?"
)
HANDED = r"(?:is|goes|should go|has to go|belongs)"

RULES: Rules = (
    # As others say it.
    (r"^i (?:want|need|wish|would like|'d like) that you ", ""),
    (r"^to (?=\w+ \w)", ""),
    (rf"({LEAD})remember me (?=to\b|of\b|about\b|that\b)", r"\1remind me "),
    (rf"({LEAD})make me remember (?:to )?", r"\1remind me to "),
    (r"\b((?:todo|task|reminder|appointment|meeting)s?) for me (?=\w)", r"\1 "),
    (r"\bthe (?:one|thing|bit|item|entry|stuff) (?:about|with|regarding|concerning|that says) ", "the "),
    (r"^do (?!(?:i|you|we|they|it|my|the|any\w*|people|some\w*)\b)(?=\w+ \w)", ""),
    (r"^(?:might|may) (you|we) ", r"could \1 "),
    (r"\ba (?:mental|quick|little|short|small) (note|reminder|todo|task)\b", r"a \1"),
    (rf"\b(timer|alarm|reminder|countdown) (?:for|of) ({AMOUNT})", r"\1 in \2"),
    (
        r"^(?:i was (?:told|asked)|i've been (?:told|asked)|(?:they|he|she) (?:wants?|asked|told) me|i(?:'m"
        r"| am) (?:expected|supposed|meant)|i promised|i agreed) to (.+?) (?:and |so )?(?:please )?(?:add"
        r"|note|put|write) (?:that|it)(?: down)?$",
        r"put \1 on my list",
    ),
    (r"^i(?:'d| would) (?:be (?:grateful|thankful|glad) (?:for|of)|appreciate|love) (?=an? )", "i need "),
    (r"\b(?:by|with) the name (?:of )?|\b(?:that is|that's|to be) called ", "called "),
    (r"\b(?:don't|do not) (?:you )?forget (?:that )?(?=(?:my|i|i'm|our)\b)", "remember that "),
    # Moved and booked.
    (
        r"^(?:i|we)(?:'d| would) (?:prefer|rather have|like to have) (?:the |my )(\S+(?: \S+){0,2}?) (?:say "
        r"|maybe )?(?=(?:at|on|in the)\b)",
        r"move my \1 appointment to ",
    ),
    (rf"^{THING} (?:is|are) now (?=(?:on|at)\b)", r"move my \1 appointment to "),
    (r" (?:say|maybe|perhaps|for example) (?=at\b|on\b)", " "),
    (
        r"^call (?:the |my )(\S+(?: \S+)?) (task|todo|reminder|meeting|appointment) (.+?)(?: instead| from"
        r" now on| now)?$",
        r"rename the \1 \2 to \3",
    ),
    (
        r" (?:instead of|rather than|and not|not) (?:at )?\w+(?: (?:thirty|fifteen|o'clock|[ap]m))?$",
        r" instead",
    ),
    (
        rf"({LEAD})(?:make|have|let|get) {THING} (?:start|begin|happen|take place|be) (?=(?:at|on|in) )",
        r"\1move my \2 appointment to ",
    ),
    (rf"^(?:do|have|make|hold) {THING} ((?:at|on) .+?) instead$", r"move my \1 appointment to \2"),
    (
        rf"({LEAD})(?:see|meet|visit|catch) (?!(?:if|whether|what|when|how|that|me|you|it)\b)(\w+(?: (?!on\b"
        r"|at\b|for\b)\w+)?) (?=.*\b(?:at|noon)\b)",
        r"book a meeting with \2 ",
    ),
    (rf"({LEAD})(?:get|put|sign|mark|pencil|write|book) me (?:down|in|up|on) (?:for|with|at) ", r"\1book "),
    # Away, and done.
    (rf"({LEAD})(?:scratch|strike) (?!(?:it|that|this|off)\b)(?=\w)", r"\1delete "),
    (rf"({LEAD})call ((?:the|my|our) \S.*?) off$", r"\1delete \2"),
    (
        rf"^(?:i|we) (?:won't|will not|don't|wouldn't|no longer) (?:be )?(?:need|needing|want|require)"
        rf" (?!(?:any|to|it|that|this|help|more|nothing|you|people|an?)\b|any)(?:the |my )?(.+?){ANY_MORE}$",
        r"delete the \1",
    ),
    (r"^(?:all )?(?:done|finished|through)(?: and dusted)? with ", "i finished "),
    (
        rf"({LEAD})(?:consider|count|regard|take|treat|see) {THING} (?:as )?(?:done|finished)$",
        r"\1mark \2 as done",
    ),
    (
        rf"^(?:i|we)(?:'ve| have)? (?:just |already |finally |also )*{DID} (?:off |out |up |in |over |away )?"
        r"(?:the|my|our) (\S+(?: \S+){0,2}?)(?: off| out| up| in| over)?(?: (?:already|now|today|this"
        r" \w+))*$",
        r"i finished \1",
    ),
    # Asked.
    (r"^who (?:am i|are we|do i|will i be) (?:meeting|seeing|meet|see|visiting)\b", "what is in my calendar"),
    (r"^where (?:do i|must i|should i) (?:have to |need to )?be\b", "what is in my calendar"),
    (r"^do i owe (?:anybody|anyone|someone|people) (?:anything|something)\b", "what do i have to do"),
    (r"^(what(?:'s| is)(?: still)? (?:open|left|due|undone)) (?:from|on|at) my (?:side|end|part)\b", r"\1"),
    (
        r"^(?:show|tell|give|read)(?: me)? (?:everything|all|whatever)(?: (?:that's|that is|is|which is))?"
        r" due\b",
        "what todos are due",
    ),
    (
        r"^is there (?:a lot|much|anything|something|lots)(?: left)?(?: for me)? to do\b",
        r"what do i have to do",
    ),
    (r"^what (?:should|must|could) i be (?:doing|working on)\b", "what do i have to do"),
    (
        r"^change (\S.*?) (?:to|into) (\S.*?) (?:on|in) (?:my |the )(?:list|todos?|tasks?)$",
        r"rename the \1 todo to \2",
    ),
    (r"^have i (?:any |got |the |enough )*time\b", "do i have time"),
    (r"^(?:job |all |work )?(?:done|finished|completed?) (?:on|for) ", "i finished "),
    (r"\b(?:on my plate|not (?:yet )?(?:finished|done|completed)|unfinished|undone)\b", "left on my list"),
    # People and teams.
    (r"\bre-?(assign|delegate)\b", r"\1"),
    (rf"({LEAD})(?:allocate|allot|entrust|transfer|forward|refer) {THING} to ", r"\1assign \2 to "),
    (
        r"^(?:the |my )?(\S+(?: \S+){0,2}?) (?:is|are) (\w+)'s (?:job|task|business|turn)$",
        r"assign \1 to \2",
    ),
    (
        r"^(?:some(?:body|one)|any(?:body|one)) (?:from|in|of) the (\w+) team (?:ought to|should|must"
        r"|needs to|has to) ",
        r"the \1 team should ",
    ),
    (r"^(what) (?:are|is) (\w+)'s (?:todos?|tasks?|jobs)$", r"what does the \2 team have to do"),
    (rf"{LEAD}(?:have|let|get|make) {PERSON} (?:to )?(?:join|be in) {TEAM}$", r"add \1 to the \2 team"),
    (rf"{LEAD}(?:have|let|get|make) {PERSON} (?:to )?(?:leave|quit) {TEAM}$", r"remove \1 from the \2 team"),
    (rf"{LEAD}(?:sign|check|count|opt|cut) me out of {TEAM}$", r"leave the \1 team"),
    (rf"({LEAD})(?:downgrade|upgrade|lower|raise|bump|elevate) {PERSON} to ", r"\1promote \2 to "),
    (
        r"^who(?:m)? (?:do we have|is there|have we got|have we) (?:called|named) ",
        r"do we have somebody called ",
    ),
    (
        r"^(?:i want|get me|give me|i'd like|i need|i would like) (?:one of )?(?:your|the) (?:colleagues?"
        r"|people|folks?|team) (?:from|in|at|of) (?:the )?(\w+)\b.*$",
        r"put me through to \1",
    ),
    (rf"{LEAD}(?:ask|tell|get|remind|have) {PERSON} to (\w+ \w.*)$", r"assign \2 to \1"),
    (
        rf"{LEAD}(?:let|have|make|get) (?={SOMEBODY_NAMED})(\w+) (?:to )?(?!(?:be|been|into|in|on|from"
        r"|join|know|go|have"
        r"|leave|out|off|come|talk|speak|an?|the|my|and|to)\b)(\w+ (?:the|my|our|a) \w.*)$",
        r"assign \2 to \1",
    ),
    (rf"^{THING} {HANDED} (?:for|to) {PERSON}$", r"assign \1 to \2"),
    (
        rf"^{PERSON} (?:isn't|is not|is no longer|has stopped being|doesn't work|does not work"
        rf"|no longer works) (?:in|on|with|for|at|part of) {TEAM}{ANY_MORE}{SO_OUT}$",
        r"remove \1 from the \2 team",
    ),
    (
        rf"^(?:i|we) (?:don't|do not|no longer) (?:want|wish|like|have|need) to be (?:in|on|part of|with)"
        rf" {TEAM}{ANY_MORE}$",
        r"leave the \1 team",
    ),
    (
        rf"({LEAD})give {PERSON} (?:an? |the )?(admin|owner|member|viewer)(?: rights| role| access)?"
        rf" (?:in|on|for|of) {TEAM}$",
        r"\1make \2 an \3 of the \4 team",
    ),
    (
        rf"({LEAD})(?:turn|make|change) the (\w+) team into (?:the )?(\w+)(?: team)?$",
        r"\1rename the \2 team to \3",
    ),
    (
        r"^the (\w+) team (?:is|should be|will be|gets) (?:now )?(?:called|named|renamed(?: to)?) (\w+)(?:"
        r" now)?$",
        r"rename the \1 team to \2",
    ),
    (
        rf"{LEAD}(?:take|get|remove|drop|pull) me (?:out of|from|off)(?: of)? (?!(?:this|that|the|my"
        rf"|your) (?:{PLACE}|call|line|queue|phone)\b)(?:the )?(\w+)(?: team)?$",
        r"leave the \1 team",
    ),
    (
        rf"{LEAD}(?:strip|relieve|deprive) {PERSON} of (?:his|her|their|the|all) (?:\w+ )?(?:rights|role"
        rf"|powers?|access|privileges)(?: (?:in|on|of) {TEAM})?$",
        r"make \1 a member of the \2 team",
    ),
    (rf"^(?:would|could|can|does) {PERSON} mind (?:doing|taking|handling|\w+ing) ", r"\1 should do "),
    (
        rf"{LEAD}let {PERSON} know (?:that )?(?:he|she|they) (?:has to|have to|needs? to|must|should)"
        r" (\w+ \w.*)$",
        r"assign \2 to \1",
    ),
    (
        rf"{LEAD}let (?:the )?(\w+)(?: team)? know (?:that )?they (?:must|should|have to|need to) ",
        r"the \1 team should ",
    ),
    (
        r"^what(?:'s| is) on the (?:list|plate|agenda) (?:of|for) the (\w+) team$",
        r"what does the \1 team have to do",
    ),
    (
        r"^(?:tell|show|give|list|name|read)(?: me)? (?:the names? of )?(?:everybody|everyone"
        r"|all(?: the)? (?:people|members)"
        r"|the people|the names?) (?:who is |that are )?(?:in|on|from|of) (?:the )?(\w+)(?: team)?$",
        r"who is in the \1 team",
    ),
    (r"\bget back to me\b", "call me back"),
    # About the caller.
    (
        r"^(?:i (?:want|need|would like|'d like) )?(?:silence|peace|quiet|peace and quiet|no (?:calls|noise"
        r"|ringing|disturbance)) (?=between|after|before|from)",
        "don't call me ",
    ),
    (
        r"^you (?:should|ought to|need to|must|may|can) (?:know|remember|keep in mind)(?: that)? ",
        r"remember that ",
    ),
    (
        r"^i(?:'m| am)? (?:live|living|work|working|based|stay|staying) in (\w+(?: (?!now\b|these\b"
        r"|so\b)\w+)?)\b.*\b(?:clocks?|time ?zone)\b.*$",
        r"my time zone is \1",
    ),
    (
        r"\b(don't|do not|never) (?:disturb|bother|wake|trouble|contact) (me|us) (?=between|after|before"
        r"|from)",
        r"\1 call \2 ",
    ),
    (r"^note for (?:the future|later|next time) that ", "remember that "),
)
_RULES = compiled(RULES)


def plainer_words(text: str) -> str:
    """The same wish; `text` itself where no rule is about it."""
    return put(_RULES, text)
