"""People's telephones: a leg whose telephone vanished must end, or its caller talks to nobody."""

from __future__ import annotations

from collections.abc import Mapping

from convonet_ari.callcenter.connection import Connection
from convonet_ari.callcenter.events import ExtensionStatus
from convonet_ari.callcenter.headers import parse
from convonet_ari.config import Settings
from convonet_ari.doctor.finding import Finding, ok, warn
from convonet_ari.doctor.manager import connected
from convonet_ari.errors import AmiError

EXTENSIONS = "Extensions"
# FreePBX gives every extension a hint there.
HINTS = "ext-local"
# As many as can be asked within a look.
LOOKED_AT = 300
NAMED = 8


async def look(settings: Settings) -> list[Finding]:
    """A manager interface that is shut was told of already."""
    try:
        async with connected(settings.asterisk) as ami:
            found = {extension: await _timeout(ami, extension) for extension in await _extensions(ami)}
    except AmiError:
        return []
    return judge(found)


def judge(timeouts: Mapping[str, str]) -> list[Finding]:
    """`timeouts` maps extensions to their endpoint's rtp_timeout, empty for those that have no endpoint."""
    telephones = {extension: seconds for extension, seconds in timeouts.items() if seconds}
    endless = sorted(extension for extension, seconds in telephones.items() if seconds == "0")
    if not telephones:
        return []
    if not endless:
        return [ok(EXTENSIONS, f"each of {len(telephones)} ends a call whose telephone has vanished")]
    named = ", ".join(endless[:NAMED]) + (f" and {len(endless) - NAMED} more" if endless[NAMED:] else "")
    mend = (
        f"For each write `[{endless[0]}](+)` and below `rtp_timeout=20` into pjsip.endpoint_custom_post.conf "
        "and reload PJSIP: else their caller talks to nobody until they hang up."
    )
    return [warn(EXTENSIONS, f"no rtp_timeout, for a telephone that vanishes in a call: {named}", mend)]


async def _extensions(ami: Connection) -> list[str]:
    listed = [parse(headers) for headers in await ami.ask({"Action": "ExtensionStateList"})]
    mine = [one.extension for one in listed if isinstance(one, ExtensionStatus) and one.context == HINTS]
    return [extension for extension in mine if extension.isdigit()][:LOOKED_AT]


async def _timeout(ami: Connection, extension: str) -> str:
    (answer, *_) = await ami.ask({"Action": "Getvar", "Variable": f"PJSIP_ENDPOINT({extension},rtp_timeout)"})
    return answer.get("value", "")
