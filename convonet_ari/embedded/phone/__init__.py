"""A telephone in pure Python: SIP and PCMU over UDP, for the demonstration, the doctor and the tests."""

from convonet_ari.embedded.phone.call import Call, Ended
from convonet_ari.embedded.phone.errors import CallEnded, CallRejected, PhoneError, RegistrationFailed
from convonet_ari.embedded.phone.leg import State
from convonet_ari.embedded.phone.phone import Phone
from convonet_ari.embedded.phone.stream import Digit, Frame

__all__ = [
    "Call",
    "CallEnded",
    "CallRejected",
    "Digit",
    "Ended",
    "Frame",
    "Phone",
    "PhoneError",
    "RegistrationFailed",
    "State",
]
