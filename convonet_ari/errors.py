"""Every error of the house, in one tree.

ConvonetError
├── ConfigError            the configuration is wrong; the message names the key
├── MissingPart            something this machine needs is absent; the message says how to mend it
├── CannotListen           an address of ours cannot be had; the message names setting and reason
├── ProtocolError          a peer sent what its protocol does not allow
├── AriError               Asterisk refused a request (status, reason, body)
│   ├── AriTimeout         no response within the deadline; the outcome is unknown
│   └── AriLost            the call's socket closed; the outcome is unknown
├── AmiError               Asterisk's manager interface refused an action
│   ├── AmiTimeout         no response within the deadline; the outcome is unknown
│   └── AmiLost            the connection is gone; the outcome is unknown
├── MediaError             the media socket failed
├── StoreError             PostgreSQL answered with an error
│   ├── StoreUnavailable   PostgreSQL cannot be reached
│   └── FenceLost          another session owns the call now; write nothing more
├── ProviderError          speech or model provider failed
│   ├── ProviderUnavailable  outage, rate limit, stalled stream
│   └── ProviderRefused      bad key, bad request: trying again does not help
├── GoogleError            Google refused a request or cannot be reached (status, reason, wait_s)
│   └── GoogleRevoked      the user has withdrawn the consent
├── DeliveryError          a message could not be handed over; `may_pass` tells whether it may be later
├── ToolError              a tool could not do what was asked; `spoken` is said to the caller
│   ├── ToolDenied         the caller's role does not allow it
│   └── ToolTimeout        the tool's deadline passed; the outcome is unknown
└── AgentTimeout           the agent did not answer within its limit
"""

from __future__ import annotations

from typing import ClassVar


class ConvonetError(Exception):
    """`code` is stable for logs and metrics, `retryable` steers fallbacks, `spoken` is safe to say aloud."""

    code: ClassVar[str] = "error"
    retryable: ClassVar[bool] = False
    spoken: str = "I am sorry, something went wrong on my side."


class ConfigError(ConvonetError):
    code = "config"


class MissingPart(ConvonetError):
    """`mend` is one sentence that tells the reader what to do."""

    code = "missing_part"

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(f"{what}. {mend}")
        self.what = what
        self.mend = mend


class CannotListen(ConvonetError):
    code = "cannot_listen"

    def __init__(self, setting: str, purpose: str, address: str, reason: str) -> None:
        super().__init__(f"{address} ({setting}, for {purpose}): {reason}")


class ProtocolError(ConvonetError):
    code = "protocol"


class AriError(ConvonetError):
    code = "ari"

    def __init__(self, status: int, reason: str, body: str = "") -> None:
        super().__init__(f"{status} {reason} {body[:200]}".strip())
        self.status = status
        self.reason = reason
        self.body = body


class AriTimeout(AriError):
    code = "ari_timeout"

    def __init__(self, request: str) -> None:
        super().__init__(0, "no response within the deadline", request)


class AriLost(AriError):
    code = "ari_lost"

    def __init__(self, request: str = "") -> None:
        super().__init__(0, "the socket of the call is closed", request)


class AmiError(ConvonetError):
    code = "ami"

    def __init__(self, action: str, reason: str) -> None:
        super().__init__(f"{action}: {reason}")
        self.action = action


class AmiTimeout(AmiError):
    code = "ami_timeout"

    def __init__(self, action: str) -> None:
        super().__init__(action, "no response within the deadline")


class AmiLost(AmiError):
    code = "ami_lost"

    def __init__(self, action: str) -> None:
        super().__init__(action, "the manager interface is not connected")


class MediaError(ConvonetError):
    code = "media"


class StoreError(ConvonetError):
    code = "store"
    spoken = "I am sorry, I cannot reach our records."


class StoreUnavailable(StoreError):
    code = "store_unavailable"
    retryable = True


class FenceLost(StoreError):
    code = "fence_lost"


class ProviderError(ConvonetError):
    code = "provider"


class ProviderUnavailable(ProviderError):
    code = "provider_unavailable"
    retryable = True


class ProviderRefused(ProviderError):
    code = "provider_refused"


class GoogleError(ConvonetError):
    """`status` is 0 when nothing came back; `wait_s` is how long Google wants no further one."""

    code = "google"

    def __init__(self, status: int, reason: str, wait_s: float = 0.0) -> None:
        super().__init__(f"{status} {reason}".strip())
        self.status = status
        self.reason = reason
        self.wait_s = wait_s


class GoogleRevoked(GoogleError):
    code = "google_revoked"


class DeliveryError(ConvonetError):
    code = "delivery"

    def __init__(self, reason: str, may_pass: bool) -> None:
        super().__init__(reason)
        self.may_pass = may_pass


class ToolError(ConvonetError):
    """A refusal or failure told to the model and, through it, to the caller."""

    code = "tool"

    def __init__(self, spoken: str) -> None:
        super().__init__(spoken)
        self.spoken = spoken


class ToolDenied(ToolError):
    code = "tool_denied"


class ToolTimeout(ToolError):
    code = "tool_timeout"


class AgentTimeout(ConvonetError):
    code = "agent_timeout"
    spoken = "I am sorry, that takes longer than it should."
