"""The processes of `serve`: forked warm, heard by their hearts, replaced when dead or hung."""

from convonet_ari.supervise.child import Patience, Role
from convonet_ari.supervise.pulse import Pulse
from convonet_ari.supervise.status import STATUS, works
from convonet_ari.supervise.supervisor import Supervisor

__all__ = ["STATUS", "Patience", "Pulse", "Role", "Supervisor", "works"]
