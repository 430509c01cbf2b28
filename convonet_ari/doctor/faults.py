"""Faults that have a name: what likely causes each, and which file or page to edit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    cause: str
    edit: str

    @property
    def mend(self) -> str:
        return f"Likely {self.cause}. {self.edit}"


FAULTS = {
    # Asterisk's configuration
    "nat-misadvertised": Fault(
        "the carrier is told an address of the private network, and sends its audio there",
        "Set external_media_address, external_signaling_address and local_net of every transport: FreePBX's"
        " Asterisk SIP Settings, or pjsip.transports_custom_post.conf.",
    ),
    "wrong-context": Fault(
        "the trunk hands its calls to a context that has no inbound routes, or changes the number on the way",
        "Set the trunk's context to from-pstn: FreePBX's Trunks page, or pjsip_custom.conf.",
    ),
    "codec-missing": Fault(
        "carrier and Asterisk have no codec in common; carriers offer ulaw and alaw",
        "Set allow=ulaw,alaw on the trunk: FreePBX's Trunks page, or pjsip_custom.conf.",
    ),
    "weak-certificate": Fault(
        "a key of 1024 bits, which OpenSSL 3 refuses: port 8089 or the TLS transport is then silently absent",
        "Make a certificate of 2048 bits or more: FreePBX's Certificate Management; then restart Asterisk.",
    ),
    "http-off": Fault(
        "Asterisk's HTTP server is switched off or listens elsewhere",
        "Set enabled=yes in http_custom.conf, or switch it on in FreePBX's Advanced Settings.",
    ),
    "ari-off": Fault(
        "Asterisk's REST interface is switched off",
        "Set enabled=yes in ari.conf: FreePBX's Advanced Settings, Asterisk REST Interface.",
    ),
    "ari-user": Fault(
        "no such ARI user, another password, or two sections of that name that spoil each other",
        "Run `convonet dialplan install` with the same secrets, and keep the user out of FreePBX's GUI.",
    ),
    "ami-closed": Fault(
        "the manager interface is off, on another port, or does not permit this address",
        "See manager.conf, manager_custom.conf and asterisk.ami_port.",
    ),
    "rtp-closed": Fault(
        "the firewall lets calls in and keeps their audio out",
        "Open UDP for the range of rtp.conf (rtpstart to rtpend) to the carrier's media addresses.",
    ),
    "shadowed-context": Fault(
        "a context of the same name as ours elsewhere: Asterisk merges them, and whose step is first wins",
        "Remove that context; ours come from convonet/extensions_custom.conf.",
    ),
    "chan-websocket-missing": Fault(
        "the module is not loaded, or this build of Asterisk was made without it",
        "In Asterisk's CLI: module load chan_websocket.so; see noload in modules.conf.",
    ),
    # A call
    "no-route": Fault(
        "no inbound route for the number, or one that ends the call",
        "Create the inbound route in FreePBX, with the destination convonet-inbound,s,1.",
    ),
    "not-ours": Fault(
        "the inbound route leads elsewhere than to the assistant, or the number belongs to no organisation",
        "Point the route at convonet-inbound,s,1, and see `convonet organisation list`.",
    ),
    "no-worker": Fault(
        "no worker takes the call, so the dialplan went on to people",
        "Start `convonet serve`, and compare uri and password in convonet/websocket_client.conf.",
    ),
    "one-way-audio": Fault(
        "the media socket is up and carries nothing, or the voice engine fails",
        "See the workers' log, and `http show status` in Asterisk's CLI.",
    ),
    "keys-lost": Fault(
        "keys do not reach the assistant",
        "Set dtmf_mode=rfc4733 on the trunk; see `core show channel` while a key is pressed.",
    ),
    "wrong-pin": Fault(
        "the PIN is nobody's, or too many wrong ones were tried",
        "Give a user a PIN with `convonet user pin`, or let the doctor make its own user: --with-user.",
    ),
    "not-understood": Fault(
        "recognition fails or is too slow", "See the workers' log; the engine is speech.stt in convonet.yaml."
    ),
    "no-barge-in": Fault(
        "the assistant talked on for longer than it should while it was spoken to",
        "See turn.start_ms and turn.vad_threshold in convonet.yaml, and the load of the machine.",
    ),
    "queue-not-entered": Fault(
        "the queue does not exist in the context, or refuses callers",
        "Set handoff.context and handoff.queue in convonet.yaml; see Join Empty in FreePBX's Queues page.",
    ),
    "nobody-logged-in": Fault(
        "no agent is logged in, or all are paused or away",
        "Agents log in with *45; see `queue show` in Asterisk's CLI.",
    ),
    "no-recording": Fault(
        "the recordings' folder cannot be written to, or the disk is full",
        "See recording.directory in convonet.yaml, and the workers' log.",
    ),
    "no-way-back": Fault(
        "callers whom no agent took would not return to the assistant",
        "Run `convonet dialplan install`; the queue's failover destination is convonet-return,s,1.",
    ),
}
