"""Names that one person goes by, for callers who say Bob and mean Robert."""

from __future__ import annotations

from collections.abc import Mapping

GROUPS = """
abigail abby gail
albert al bert bertie
alexander alex sandy sasha xander
alexandra alex sandra sasha lexi
alfred al fred freddie
alice ally
amanda mandy
andrew andy drew
angela angie
anthony tony
barbara barb babs
benjamin ben benny
bernard bernie
bradley brad
brian bryan
catherine cathy kate katie cat
charles charlie chuck chas
charlotte charlie lottie
christina christine chris tina chrissie
christopher chris topher kit
cynthia cindy
daniel dan danny
david dave davey
deborah debra deb debbie
donald don donny
dorothy dot dottie
douglas doug
edward ed eddie ted teddy ned
eleanor ellie nell nora
elizabeth liz lizzie beth betty eliza lisa libby
emily em emmy
eugene gene
florence flo
frances fran franny
francis frank
frederick fred freddie rick
gabriel gabe
gabrielle gabby
geoffrey geoff jeff
george georgie
gerald gerry jerry
gregory greg
harold harry hal
henry hank harry
isabella isabel bella izzy
jacob jake
jacqueline jackie
james jim jimmy jamie
jennifer jen jenny
jessica jess jessie
johannes johann hans
john jack johnny
jonathan jon johnny
joseph joe joey
joshua josh
judith judy
julia julie
katherine kathryn kate katie kathy kit kay
kenneth ken kenny
kimberly kim
lawrence larry
leonard leo len lenny
margaret maggie meg peggy marge greta rita
martin marty
mary molly polly mae
matthew matt
maximilian maximillian max
megan meg
melissa mel missy
michael mike mick mickey
michelle shelly
nathaniel nathan nate
nicholas nick nicky klaus
nicole nicky
oliver ollie
olivia liv
pamela pam
patricia pat patty trish tricia
patrick pat paddy
peter pete
philip phil pip
rebecca becky becca
richard rich rick ricky dick
robert rob robbie bob bobby bert
roberta bobbie
ronald ron ronnie
samantha sam sammy
samuel sam sammy
sarah sally sadie
sean shaun shawn
sebastian seb bastian
stephanie steph
stephen steven steve
susan sue susie suzanne
theodore theo ted teddy
theresa terry tess tessa
thomas tom tommy
timothy tim timmy
valentina valentine val
veronica ronnie
victor vic
victoria vicky tori
vincent vince vinny
walter walt wally
william will bill billy willy liam
zachary zach zack
"""


def _index() -> Mapping[str, frozenset[int]]:
    found: dict[str, frozenset[int]] = {}
    for number, group in enumerate(GROUPS.split("\n")):
        for name in group.split():
            found[name] = found.get(name, frozenset()) | {number}
    return found


_GROUPS_OF = _index()


def groups_of(name: str) -> frozenset[int]:
    """Two first names, in lower case, of one group are short for one another, or both for a third."""
    return _GROUPS_OF.get(name, frozenset())
