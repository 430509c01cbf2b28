"""What can go wrong on the telephone.

ConvonetError
├── PhoneError              the telephone could not do what it was asked
│   ├── CallRejected        the far end refused the call (status, reason)
│   ├── CallEnded           the call was over before the wait was
│   └── RegistrationFailed  the server refused the REGISTER (status, reason)
└── ProtocolError
    ├── SipError            not a SIP message
    ├── SdpError            no session description, or none we can speak
    └── RtpError            not an RTP packet
"""

from __future__ import annotations

from convonet_ari.errors import ConvonetError, ProtocolError


class PhoneError(ConvonetError):
    code = "phone"


class CallRejected(PhoneError):
    code = "call_rejected"

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(f"{status} {reason}".strip())
        self.status = status
        self.reason = reason


class CallEnded(PhoneError):
    code = "call_ended"


class RegistrationFailed(PhoneError):
    code = "registration_failed"

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(f"{status} {reason}".strip())
        self.status = status
        self.reason = reason


class SipError(ProtocolError):
    code = "sip"


class SdpError(ProtocolError):
    code = "sdp"


class RtpError(ProtocolError):
    code = "rtp"
