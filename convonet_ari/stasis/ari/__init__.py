"""A typed client of Asterisk's REST interface and its events over the WebSocket of one call."""

from convonet_ari.stasis.ari.client import Ari, Counters, Transport
from convonet_ari.stasis.ari.generated import AnyEvent, RESTResponse
from convonet_ari.stasis.ari.wire import ReceivedEvent, UnknownEvent

__all__ = ["AnyEvent", "Ari", "Counters", "RESTResponse", "ReceivedEvent", "Transport", "UnknownEvent"]
