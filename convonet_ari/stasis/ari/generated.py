"""Asterisk's REST interface as typed Python: models, events and one class for each resource.

Written by `codegen.py` from the Swagger descriptions that come with Asterisk; edit that, never this file.
The wording of the documentation is Asterisk's own (Copyright (C) Digium, Inc.). Timestamps stay strings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from convonet_ari.stasis.ari.rest import Container, Resource, Rest, read, segment


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """Details of a Stasis application"""

    name: str
    """Name of this application"""

    channel_ids: tuple[str, ...]
    """Id's for channels subscribed to."""

    bridge_ids: tuple[str, ...]
    """Id's for bridges subscribed to."""

    endpoint_ids: tuple[str, ...]
    """{tech}/{resource} for endpoints subscribed to."""

    device_names: tuple[str, ...]
    """Names of the devices subscribed to."""

    events_allowed: tuple[Mapping[str, Any], ...]
    """Event types sent to the application."""

    events_disallowed: tuple[Mapping[str, Any], ...]
    """Event types not sent to the application."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildInfo:
    """Info about how Asterisk was built"""

    os: str
    """OS Asterisk was built on."""

    kernel: str
    """Kernel version Asterisk was built on."""

    options: str
    """Compile time options, or empty string if default."""

    machine: str
    """Machine architecture (x86_64, i686, ppc, etc.)"""

    date: str
    """Date and time when Asterisk was built."""

    user: str
    """Username that build Asterisk"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemInfo:
    """Info about Asterisk"""

    version: str
    """Asterisk version."""

    entity_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetId:
    """Effective user/group id"""

    user: str
    """Effective user id."""

    group: str
    """Effective group id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigInfo:
    """Info about Asterisk configuration"""

    name: str
    """Asterisk system name."""

    default_language: str
    """Default language for media playback."""

    max_channels: int | None = None
    """Maximum number of simultaneous channels."""

    max_open_files: int | None = None
    """Maximum number of open file handles (files, sockets)."""

    max_load: float | None = None
    """Maximum load avg on system."""

    setid: SetId
    """Effective user/group id for running Asterisk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusInfo:
    """Info about Asterisk status"""

    startup_time: str
    """Time when Asterisk was started."""

    last_reload_time: str
    """Time when Asterisk was last reloaded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AsteriskInfo:
    """Asterisk system information"""

    build: BuildInfo | None = None
    """Info about how Asterisk was built"""

    system: SystemInfo | None = None
    """Info about the system running Asterisk"""

    config: ConfigInfo | None = None
    """Info about Asterisk configuration"""

    status: StatusInfo | None = None
    """Info about Asterisk status"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AsteriskPing:
    """Asterisk ping information"""

    asterisk_id: str
    """Asterisk id info"""

    ping: str
    """Always string value is pong"""

    timestamp: str
    """The timestamp string of request received time"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """Details of an Asterisk module"""

    name: str
    """The name of this module"""

    description: str
    """The description of this module"""

    use_count: int
    """The number of times this module is being used"""

    status: str
    """The running status of this module"""

    support_level: str
    """The support state of this module"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogChannel:
    """Details of an Asterisk log channel"""

    channel: str
    """The log channel path"""

    type: str
    """Types of logs for the log channel"""

    status: str
    """Whether or not a log type is enabled"""

    configuration: str
    """The various log levels"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """The value of a channel variable"""

    value: str
    """The value of the variable requested"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variables:
    """A dictionary of channel variables"""

    variables: Mapping[str, Any]
    """A dictionary of channel variables"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigTuple:
    """A key/value pair that makes up part of a configuration object."""

    attribute: str
    """A configuration object attribute."""

    value: str
    """The value for the attribute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """The merging of media from one or more channels.

    Everyone on the bridge receives the same audio.
    """

    id: str
    """Unique identifier for this bridge"""

    technology: str
    """Name of the current bridging technology"""

    bridge_type: str
    """Type of bridge technology One of: mixing, holding."""

    bridge_class: str
    """Bridging class"""

    creator: str
    """Entity that created the bridge"""

    name: str
    """Name the creator gave the bridge"""

    channels: tuple[str, ...]
    """Ids of channels participating in this bridge"""

    video_mode: str | None = None
    """The video mode the bridge is using. One of 'none', 'talker', 'sfu', or 'single'."""

    video_source_id: str | None = None
    """The ID of the channel that is the source of video in this bridge, if one exists."""

    creationtime: str
    """Timestamp when bridge was created"""

    bridgevars: Mapping[str, Any] | None = None
    """Bridge variables"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialed:
    """Dialed channel information."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DialplanCEP:
    """Dialplan location (context/extension/priority)"""

    context: str
    """Context in the dialplan"""

    exten: str
    """Extension in the dialplan"""

    priority: int
    """Priority in the dialplan"""

    app_name: str
    """Name of current dialplan application"""

    app_data: str
    """Parameter of current dialplan application"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerID:
    """Caller identification"""

    name: str

    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RTPstat:
    """A statistics of a RTP."""

    txcount: int
    """Number of packets transmitted."""

    rxcount: int
    """Number of packets received."""

    txjitter: float | None = None
    """Jitter on transmitted packets."""

    rxjitter: float | None = None
    """Jitter on received packets."""

    remote_maxjitter: float | None = None
    """Maximum jitter on remote side."""

    remote_minjitter: float | None = None
    """Minimum jitter on remote side."""

    remote_normdevjitter: float | None = None
    """Average jitter on remote side."""

    remote_stdevjitter: float | None = None
    """Standard deviation jitter on remote side."""

    local_maxjitter: float | None = None
    """Maximum jitter on local side."""

    local_minjitter: float | None = None
    """Minimum jitter on local side."""

    local_normdevjitter: float | None = None
    """Average jitter on local side."""

    local_stdevjitter: float | None = None
    """Standard deviation jitter on local side."""

    txploss: int
    """Number of transmitted packets lost."""

    rxploss: int
    """Number of received packets lost."""

    remote_maxrxploss: float | None = None
    """Maximum number of packets lost on remote side."""

    remote_minrxploss: float | None = None
    """Minimum number of packets lost on remote side."""

    remote_normdevrxploss: float | None = None
    """Average number of packets lost on remote side."""

    remote_stdevrxploss: float | None = None
    """Standard deviation packets lost on remote side."""

    local_maxrxploss: float | None = None
    """Maximum number of packets lost on local side."""

    local_minrxploss: float | None = None
    """Minimum number of packets lost on local side."""

    local_normdevrxploss: float | None = None
    """Average number of packets lost on local side."""

    local_stdevrxploss: float | None = None
    """Standard deviation packets lost on local side."""

    rtt: float | None = None
    """Total round trip time."""

    maxrtt: float | None = None
    """Maximum round trip time."""

    minrtt: float | None = None
    """Minimum round trip time."""

    normdevrtt: float | None = None
    """Average round trip time."""

    stdevrtt: float | None = None
    """Standard deviation round trip time."""

    local_ssrc: int
    """Our SSRC."""

    remote_ssrc: int
    """Their SSRC."""

    txoctetcount: int
    """Number of octets transmitted."""

    rxoctetcount: int
    """Number of octets received."""

    channel_uniqueid: str
    """The Asterisk channel's unique ID that owns this instance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A specific communication connection between Asterisk and an Endpoint."""

    id: str
    """Unique identifier of the channel.  This is the same as the Uniqueid field in AMI."""

    protocol_id: str
    """Protocol id from underlying channel driver (i.e. Call-ID for chan_pjsip; will be empty if not
    applicable or not implemented by driver).
    """

    name: str
    """Name of the channel (i.e. SIP/foo-0000a7e3)"""

    state: str
    """One of: Down, Rsrved, OffHook, Dialing, Ring, Ringing, Up, Busy, Dialing Offhook, Pre-ring, Unknown."""

    caller: CallerID

    connected: CallerID

    accountcode: str

    dialplan: DialplanCEP
    """Current location in the dialplan"""

    creationtime: str
    """Timestamp when channel was created"""

    language: str
    """The default spoken language"""

    channelvars: Mapping[str, Any] | None = None
    """Channel variables"""

    caller_rdnis: str | None = None
    """The Caller ID RDNIS"""

    tenantid: str | None = None
    """The Tenant ID for the channel"""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceState:
    """Represents the state of a device."""

    name: str
    """Name of the device."""

    state: str
    """Device's state One of: UNKNOWN, NOT_INUSE, INUSE, BUSY, INVALID, UNAVAILABLE, RINGING, RINGINUSE,
    ONHOLD.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """An external device that may offer/accept calls to/from Asterisk.

    Unlike most resources, which have a single unique identifier, an endpoint is uniquely identified by the
    technology/resource pair.
    """

    technology: str
    """Technology of the endpoint"""

    resource: str
    """Identifier of the endpoint, specific to the given technology."""

    state: str | None = None
    """Endpoint's state One of: unknown, offline, online."""

    channel_ids: tuple[str, ...]
    """Id's of channels associated with this endpoint"""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextMessage:
    """A text message."""

    from_: Annotated[str, Field(validation_alias="from")]
    """A technology specific URI specifying the source of the message. For pjsip technology, any SIP URI can
    be specified. For xmpp, the URI must correspond to the client connection being used to send the
    message.
    """

    to: str
    """A technology specific URI specifying the destination of the message. Valid technologies include pjsip,
    and xmp. The destination of a message should be an endpoint.
    """

    body: str
    """The text of the message."""

    variables: Mapping[str, Any] | None = None
    """Technology specific key/value pairs (JSON object) associated with the message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Base type for errors and events"""

    asterisk_id: str | None = None
    """The unique ID for the Asterisk instance that raised this event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingParams(Message):
    """Error event sent when required params are missing."""

    type: Literal["MissingParams"] = "MissingParams"

    params: tuple[str, ...]
    """A list of the missing parameters"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Message):
    """Base type for asynchronous events from Asterisk."""

    application: str
    """Name of the application receiving the event."""

    timestamp: str
    """Time at which this event was created."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactInfo:
    """Detailed information about a contact on an endpoint."""

    uri: str
    """The location of the contact."""

    contact_status: str
    """The current status of the contact. One of: Unreachable, Reachable, Unknown, NonQualified, Removed."""

    aor: str
    """The Address of Record this contact belongs to."""

    roundtrip_usec: str | None = None
    """Current round trip time, in microseconds, for the contact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """Detailed information about a remote peer that communicates with Asterisk."""

    peer_status: str
    """The current state of the peer. Note that the values of the status are dependent on the underlying peer
    technology.
    """

    cause: str | None = None
    """An optional reason associated with the change in peer_status."""

    address: str | None = None
    """The IP address of the peer."""

    port: str | None = None
    """The port of the peer."""

    time: str | None = None
    """The last known time the peer was contacted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceStateChanged(Event):
    """Notification that a device state has changed."""

    type: Literal["DeviceStateChanged"] = "DeviceStateChanged"

    device_state: DeviceState
    """Device state object"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybackStarted(Event):
    """Event showing the start of a media playback operation."""

    type: Literal["PlaybackStarted"] = "PlaybackStarted"

    playback: Playback
    """Playback control object"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybackContinuing(Event):
    """Event showing the continuation of a media playback operation from one media URI to the next in the
    list.
    """

    type: Literal["PlaybackContinuing"] = "PlaybackContinuing"

    playback: Playback
    """Playback control object"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybackFinished(Event):
    """Event showing the completion of a media playback operation."""

    type: Literal["PlaybackFinished"] = "PlaybackFinished"

    playback: Playback
    """Playback control object"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingStarted(Event):
    """Event showing the start of a recording operation."""

    type: Literal["RecordingStarted"] = "RecordingStarted"

    recording: LiveRecording
    """Recording control object"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingFinished(Event):
    """Event showing the completion of a recording operation."""

    type: Literal["RecordingFinished"] = "RecordingFinished"

    recording: LiveRecording
    """Recording control object"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingFailed(Event):
    """Event showing failure of a recording operation."""

    type: Literal["RecordingFailed"] = "RecordingFailed"

    recording: LiveRecording
    """Recording control object"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationMoveFailed(Event):
    """Notification that trying to move a channel to another Stasis application failed."""

    type: Literal["ApplicationMoveFailed"] = "ApplicationMoveFailed"

    channel: Channel

    destination: str

    args: tuple[str, ...]
    """Arguments to the application"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationRegistered(Event):
    """Notification that a Stasis app has been registered."""

    type: Literal["ApplicationRegistered"] = "ApplicationRegistered"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationUnregistered(Event):
    """Notification that a Stasis app has been unregistered."""

    type: Literal["ApplicationUnregistered"] = "ApplicationUnregistered"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationReplaced(Event):
    """Notification that another WebSocket has taken over for an application.

    An application may only be subscribed to by a single WebSocket at a time. If multiple WebSockets
    attempt to subscribe to the same application, the newer WebSocket wins, and the older one receives this
    event.
    """

    type: Literal["ApplicationReplaced"] = "ApplicationReplaced"


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeCreated(Event):
    """Notification that a bridge has been created."""

    type: Literal["BridgeCreated"] = "BridgeCreated"

    bridge: Bridge


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeDestroyed(Event):
    """Notification that a bridge has been destroyed."""

    type: Literal["BridgeDestroyed"] = "BridgeDestroyed"

    bridge: Bridge


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeMerged(Event):
    """Notification that one bridge has merged into another."""

    type: Literal["BridgeMerged"] = "BridgeMerged"

    bridge: Bridge

    bridge_from: Bridge


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeVideoSourceChanged(Event):
    """Notification that the source of video in a bridge has changed."""

    type: Literal["BridgeVideoSourceChanged"] = "BridgeVideoSourceChanged"

    bridge: Bridge

    old_video_source_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeBlindTransfer(Event):
    """Notification that a blind transfer has occurred."""

    type: Literal["BridgeBlindTransfer"] = "BridgeBlindTransfer"

    channel: Channel
    """The channel performing the blind transfer"""

    replace_channel: Channel | None = None
    """The channel that is replacing transferer when the transferee(s) can not be transferred directly"""

    transferee: Channel | None = None
    """The channel that is being transferred"""

    exten: str
    """The extension transferred to"""

    context: str
    """The context transferred to"""

    result: str
    """The result of the transfer attempt"""

    is_external: bool
    """Whether the transfer was externally initiated or not"""

    bridge: Bridge | None = None
    """The bridge being transferred"""


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeAttendedTransfer(Event):
    """Notification that an attended transfer has occurred."""

    type: Literal["BridgeAttendedTransfer"] = "BridgeAttendedTransfer"

    transferer_first_leg: Channel
    """First leg of the transferer"""

    transferer_second_leg: Channel
    """Second leg of the transferer"""

    replace_channel: Channel | None = None
    """The channel that is replacing transferer_first_leg in the swap"""

    transferee: Channel | None = None
    """The channel that is being transferred"""

    transfer_target: Channel | None = None
    """The channel that is being transferred to"""

    result: str
    """The result of the transfer attempt"""

    is_external: bool
    """Whether the transfer was externally initiated or not"""

    transferer_first_leg_bridge: Bridge | None = None
    """Bridge the transferer first leg is in"""

    transferer_second_leg_bridge: Bridge | None = None
    """Bridge the transferer second leg is in"""

    destination_type: str
    """How the transfer was accomplished"""

    destination_bridge: str | None = None
    """Bridge that survived the merge result"""

    destination_application: str | None = None
    """Application that has been transferred into"""

    destination_link_first_leg: Channel | None = None
    """First leg of a link transfer result"""

    destination_link_second_leg: Channel | None = None
    """Second leg of a link transfer result"""

    destination_threeway_channel: Channel | None = None
    """Transferer channel that survived the threeway result"""

    destination_threeway_bridge: Bridge | None = None
    """Bridge that survived the threeway result"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelCreated(Event):
    """Notification that a channel has been created."""

    type: Literal["ChannelCreated"] = "ChannelCreated"

    channel: Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelDestroyed(Event):
    """Notification that a channel has been destroyed."""

    type: Literal["ChannelDestroyed"] = "ChannelDestroyed"

    cause: int
    """Integer representation of the cause of the hangup"""

    cause_txt: str
    """Text representation of the cause of the hangup"""

    tech_cause: int | None = None
    """Integer representation of the technology-specific off-nominal cause of the hangup."""

    channel: Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelEnteredBridge(Event):
    """Notification that a channel has entered a bridge."""

    type: Literal["ChannelEnteredBridge"] = "ChannelEnteredBridge"

    bridge: Bridge

    channel: Channel | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelLeftBridge(Event):
    """Notification that a channel has left a bridge."""

    type: Literal["ChannelLeftBridge"] = "ChannelLeftBridge"

    bridge: Bridge

    channel: Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelStateChange(Event):
    """Notification of a channel's state change."""

    type: Literal["ChannelStateChange"] = "ChannelStateChange"

    channel: Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelDtmfReceived(Event):
    """DTMF received on a channel.

    This event is sent when the DTMF ends. There is no notification about the start of DTMF
    """

    type: Literal["ChannelDtmfReceived"] = "ChannelDtmfReceived"

    digit: str
    """DTMF digit received (0-9, A-E, # or *)"""

    duration_ms: int
    """Number of milliseconds DTMF was received"""

    channel: Channel
    """The channel on which DTMF was received"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelDialplan(Event):
    """Channel changed location in the dialplan."""

    type: Literal["ChannelDialplan"] = "ChannelDialplan"

    channel: Channel
    """The channel that changed dialplan location."""

    dialplan_app: str
    """The application about to be executed."""

    dialplan_app_data: str
    """The data to be passed to the application."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelCallerId(Event):
    """Channel changed Caller ID."""

    type: Literal["ChannelCallerId"] = "ChannelCallerId"

    caller_presentation: int
    """The integer representation of the Caller Presentation value."""

    caller_presentation_txt: str
    """The text representation of the Caller Presentation value."""

    channel: Channel
    """The channel that changed Caller ID."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelUserevent(Event):
    """User-generated event with additional user-defined fields in the object."""

    type: Literal["ChannelUserevent"] = "ChannelUserevent"

    eventname: str
    """The name of the user event."""

    channel: Channel | None = None
    """A channel that is signaled with the user event."""

    bridge: Bridge | None = None
    """A bridge that is signaled with the user event."""

    endpoint: Endpoint | None = None
    """A endpoint that is signaled with the user event."""

    userevent: Mapping[str, Any]
    """Custom Userevent data"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelHangupRequest(Event):
    """A hangup was requested on the channel."""

    type: Literal["ChannelHangupRequest"] = "ChannelHangupRequest"

    cause: int | None = None
    """Integer representation of the cause of the hangup."""

    tech_cause: int | None = None
    """Integer representation of the technology-specific off-nominal cause of the hangup."""

    soft: bool | None = None
    """Whether the hangup request was a soft hangup request."""

    channel: Channel
    """The channel on which the hangup was requested."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelVarset(Event):
    """Channel variable changed."""

    type: Literal["ChannelVarset"] = "ChannelVarset"

    variable: str
    """The variable that changed."""

    value: str
    """The new value of the variable."""

    channel: Channel | None = None
    """The channel on which the variable was set.  If missing, the variable is a global variable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelHold(Event):
    """A channel initiated a media hold."""

    type: Literal["ChannelHold"] = "ChannelHold"

    channel: Channel
    """The channel that initiated the hold event."""

    musicclass: str | None = None
    """The music on hold class that the initiator requested."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelUnhold(Event):
    """A channel initiated a media unhold."""

    type: Literal["ChannelUnhold"] = "ChannelUnhold"

    channel: Channel
    """The channel that initiated the unhold event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelToneDetected(Event):
    """Tone was detected on the channel."""

    type: Literal["ChannelToneDetected"] = "ChannelToneDetected"

    channel: Channel
    """The channel the tone was detected on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelTalkingStarted(Event):
    """Talking was detected on the channel."""

    type: Literal["ChannelTalkingStarted"] = "ChannelTalkingStarted"

    channel: Channel
    """The channel on which talking started."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelTalkingFinished(Event):
    """Talking is no longer detected on the channel."""

    type: Literal["ChannelTalkingFinished"] = "ChannelTalkingFinished"

    channel: Channel
    """The channel on which talking completed."""

    duration: int
    """The length of time, in milliseconds, that talking was detected on the channel"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactStatusChange(Event):
    """The state of a contact on an endpoint has changed."""

    type: Literal["ContactStatusChange"] = "ContactStatusChange"

    endpoint: Endpoint

    contact_info: ContactInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerStatusChange(Event):
    """The state of a peer associated with an endpoint has changed."""

    type: Literal["PeerStatusChange"] = "PeerStatusChange"

    endpoint: Endpoint

    peer: Peer


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointStateChange(Event):
    """Endpoint state changed."""

    type: Literal["EndpointStateChange"] = "EndpointStateChange"

    endpoint: Endpoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Dial(Event):
    """Dialing state has changed."""

    type: Literal["Dial"] = "Dial"

    caller: Channel | None = None
    """The calling channel."""

    peer: Channel
    """The dialed channel."""

    forward: str | None = None
    """Forwarding target requested by the original dialed channel."""

    forwarded: Channel | None = None
    """Channel that the caller has been forwarded to."""

    dialstring: str | None = None
    """The dial string for calling the peer channel."""

    dialstatus: str
    """Current status of the dialing attempt to the peer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StasisEnd(Event):
    """Notification that a channel has left a Stasis application."""

    type: Literal["StasisEnd"] = "StasisEnd"

    channel: Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class StasisStart(Event):
    """Notification that a channel has entered a Stasis application."""

    type: Literal["StasisStart"] = "StasisStart"

    args: tuple[str, ...]
    """Arguments to the application"""

    channel: Channel

    replace_channel: Channel | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextMessageReceived(Event):
    """A text message was received from an endpoint."""

    type: Literal["TextMessageReceived"] = "TextMessageReceived"

    message: TextMessage

    endpoint: Endpoint | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelConnectedLine(Event):
    """Channel changed Connected Line."""

    type: Literal["ChannelConnectedLine"] = "ChannelConnectedLine"

    channel: Channel
    """The channel whose connected line has changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelTransfer(Event):
    """transfer on a channel."""

    type: Literal["ChannelTransfer"] = "ChannelTransfer"

    state: str | None = None
    """Transfer State"""

    refer_to: ReferTo
    """Refer-To information with optionally both affected channels"""

    referred_by: ReferredBy
    """Referred-By SIP Header according rfc3892"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferTo:
    """transfer destination requested by transferee"""

    requested_destination: RequiredDestination

    destination_channel: Channel | None = None
    """The Channel Object, that is to be replaced"""

    connected_channel: Channel | None = None
    """Channel, connected to the to be replaced channel"""

    bridge: Bridge | None = None
    """Bridge connecting both destination channels"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferredBy:
    """transfer destination requested by transferee"""

    source_channel: Channel
    """The channel on which the refer was received"""

    connected_channel: Channel | None = None
    """Channel, Connected to the channel, receiving the transfer request on."""

    bridge: Bridge | None = None
    """Bridge connecting both Channels"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredDestination:
    """Information about the requested destination"""

    protocol_id: str | None = None
    """the requested protocol-id by the referee in case of SIP channel, this is a SIP Call ID, Mutually
    exclusive to destination
    """

    destination: str | None = None
    """Destination User Part. Only for Blind transfer. Mutually exclusive to protocol_id"""

    additional_protocol_params: tuple[AdditionalParam, ...] | None = None
    """List of additional protocol specific information"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdditionalParam:
    """Protocol specific additional parameter"""

    parameter_name: str
    """Name of the parameter"""

    parameter_value: str
    """Value of the parameter"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RESTHeader:
    """REST over Websocket header"""

    name: str
    """Header name"""

    value: str
    """Header value"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RESTQueryStringParameter:
    """REST over Websocket Query String Parameter"""

    name: str
    """Parameter name"""

    value: str
    """Parameter value"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RESTRequest:
    """REST over Websocket Request."""

    type: str
    """Message type.  Must be 'RESTRequest'"""

    transaction_id: str
    """Opaque transaction id.  Can be any valid string.  Will be returned in any response to this request."""

    request_id: str
    """Opaque request id.  Can be any valid string.  Will be returned in any response to this request."""

    method: str
    """HTTP method (GET, PUT, POST, DELETE, etc.)"""

    uri: str
    """Resource URI with optional query string parameters."""

    content_type: str | None = None
    """The Content-Type of the message body."""

    query_strings: tuple[RESTQueryStringParameter, ...] | None = None
    """Request query string parameters."""

    message_body: str | None = None
    """Request message body. Only content types application/json and application/x-www-form-urlencoded are
    supported.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class RESTResponse:
    """REST over Websocket Response."""

    type: Literal["RESTResponse"] = "RESTResponse"

    transaction_id: str
    """Opaque transaction id.  Will be whatever was specified on the original request."""

    request_id: str
    """Opaque request id.  Will be whatever was specified on the original request."""

    status_code: int
    """HTTP status code"""

    reason_phrase: str
    """HTTP reason phrase"""

    uri: str
    """Original request resource URI"""

    content_type: str | None = None
    """The Content-Type of the message body."""

    message_body: str | None = None
    """Response message body"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBroadcast(Event):
    """Notification that a channel is being broadcast to ARI applications for claiming."""

    type: Literal["CallBroadcast"] = "CallBroadcast"

    channel: Channel
    """The channel being broadcast."""

    caller: str | None = None
    """The caller ID number."""

    called: str | None = None
    """The called number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallClaimed(Event):
    """Notification that a broadcast channel has been successfully claimed by an ARI application."""

    type: Literal["CallClaimed"] = "CallClaimed"

    channel: Channel
    """The channel that was claimed."""

    winner_app: str
    """The name of the ARI application that claimed the channel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """Represents the state of a mailbox."""

    name: str
    """Name of the mailbox."""

    old_messages: int
    """Count of old messages in the mailbox."""

    new_messages: int
    """Count of new messages in the mailbox."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Playback:
    """Object representing the playback of media to a channel"""

    id: str
    """ID for this playback operation"""

    media_uri: str
    """The URI for the media currently being played back."""

    next_media_uri: str | None = None
    """If a list of URIs is being played, the next media URI to be played back."""

    target_uri: str
    """URI for the channel or bridge to play the media on"""

    language: str | None = None
    """For media types that support multiple languages, the language requested for playback."""

    state: str
    """Current state of the playback operation. One of: queued, playing, continuing, done, failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRecording:
    """A past recording that may be played back."""

    name: str

    format: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveRecording:
    """A recording that is in progress"""

    name: str
    """Base name for the recording"""

    format: str
    """Recording format (wav, gsm, etc.)"""

    target_uri: str
    """URI for the channel or bridge being recorded"""

    state: str
    """One of: queued, recording, paused, done, failed, canceled."""

    duration: int | None = None
    """Duration in seconds of the recording"""

    talking_duration: int | None = None
    """Duration of talking, in seconds, detected in the recording. This is only available if the recording was
    initiated with a non-zero maxSilenceSeconds.
    """

    silence_duration: int | None = None
    """Duration of silence, in seconds, detected in the recording. This is only available if the recording was
    initiated with a non-zero maxSilenceSeconds.
    """

    cause: str | None = None
    """Cause for recording failure if failed"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatLangPair:
    """Identifies the format and language of a sound file"""

    language: str

    format: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """A media file that may be played back."""

    id: str
    """Sound's identifier."""

    text: str | None = None
    """Text description of the sound, usually the words spoken."""

    formats: tuple[FormatLangPair, ...]
    """The formats and languages in which this sound is available."""


AnyEvent = (
    MissingParams
    | DeviceStateChanged
    | PlaybackStarted
    | PlaybackContinuing
    | PlaybackFinished
    | RecordingStarted
    | RecordingFinished
    | RecordingFailed
    | ApplicationMoveFailed
    | ApplicationRegistered
    | ApplicationUnregistered
    | ApplicationReplaced
    | BridgeCreated
    | BridgeDestroyed
    | BridgeMerged
    | BridgeVideoSourceChanged
    | BridgeBlindTransfer
    | BridgeAttendedTransfer
    | ChannelCreated
    | ChannelDestroyed
    | ChannelEnteredBridge
    | ChannelLeftBridge
    | ChannelStateChange
    | ChannelDtmfReceived
    | ChannelDialplan
    | ChannelCallerId
    | ChannelUserevent
    | ChannelHangupRequest
    | ChannelVarset
    | ChannelHold
    | ChannelUnhold
    | ChannelToneDetected
    | ChannelTalkingStarted
    | ChannelTalkingFinished
    | ContactStatusChange
    | PeerStatusChange
    | EndpointStateChange
    | Dial
    | StasisEnd
    | StasisStart
    | TextMessageReceived
    | ChannelConnectedLine
    | ChannelTransfer
    | CallBroadcast
    | CallClaimed
)


Message_ = Annotated[AnyEvent | RESTResponse, Field(discriminator="type")]
MESSAGE: TypeAdapter[AnyEvent | RESTResponse] = TypeAdapter(Message_)
EVENT_TYPES = frozenset(
    {
        "MissingParams",
        "DeviceStateChanged",
        "PlaybackStarted",
        "PlaybackContinuing",
        "PlaybackFinished",
        "RecordingStarted",
        "RecordingFinished",
        "RecordingFailed",
        "ApplicationMoveFailed",
        "ApplicationRegistered",
        "ApplicationUnregistered",
        "ApplicationReplaced",
        "BridgeCreated",
        "BridgeDestroyed",
        "BridgeMerged",
        "BridgeVideoSourceChanged",
        "BridgeBlindTransfer",
        "BridgeAttendedTransfer",
        "ChannelCreated",
        "ChannelDestroyed",
        "ChannelEnteredBridge",
        "ChannelLeftBridge",
        "ChannelStateChange",
        "ChannelDtmfReceived",
        "ChannelDialplan",
        "ChannelCallerId",
        "ChannelUserevent",
        "ChannelHangupRequest",
        "ChannelVarset",
        "ChannelHold",
        "ChannelUnhold",
        "ChannelToneDetected",
        "ChannelTalkingStarted",
        "ChannelTalkingFinished",
        "ContactStatusChange",
        "PeerStatusChange",
        "EndpointStateChange",
        "Dial",
        "StasisEnd",
        "StasisStart",
        "TextMessageReceived",
        "ChannelConnectedLine",
        "ChannelTransfer",
        "CallBroadcast",
        "CallClaimed",
    }
)


APPLICATION: TypeAdapter[Application] = TypeAdapter(Application)
ASTERISK_INFO: TypeAdapter[AsteriskInfo] = TypeAdapter(AsteriskInfo)
ASTERISK_PING: TypeAdapter[AsteriskPing] = TypeAdapter(AsteriskPing)
BRIDGE: TypeAdapter[Bridge] = TypeAdapter(Bridge)
CHANNEL: TypeAdapter[Channel] = TypeAdapter(Channel)
DEVICE_STATE: TypeAdapter[DeviceState] = TypeAdapter(DeviceState)
ENDPOINT: TypeAdapter[Endpoint] = TypeAdapter(Endpoint)
APPLICATION_LIST: TypeAdapter[tuple[Application, ...]] = TypeAdapter(tuple[Application, ...])
BRIDGE_LIST: TypeAdapter[tuple[Bridge, ...]] = TypeAdapter(tuple[Bridge, ...])
CHANNEL_LIST: TypeAdapter[tuple[Channel, ...]] = TypeAdapter(tuple[Channel, ...])
CONFIG_TUPLE_LIST: TypeAdapter[tuple[ConfigTuple, ...]] = TypeAdapter(tuple[ConfigTuple, ...])
DEVICE_STATE_LIST: TypeAdapter[tuple[DeviceState, ...]] = TypeAdapter(tuple[DeviceState, ...])
ENDPOINT_LIST: TypeAdapter[tuple[Endpoint, ...]] = TypeAdapter(tuple[Endpoint, ...])
LOG_CHANNEL_LIST: TypeAdapter[tuple[LogChannel, ...]] = TypeAdapter(tuple[LogChannel, ...])
MAILBOX_LIST: TypeAdapter[tuple[Mailbox, ...]] = TypeAdapter(tuple[Mailbox, ...])
MODULE_LIST: TypeAdapter[tuple[Module, ...]] = TypeAdapter(tuple[Module, ...])
SOUND_LIST: TypeAdapter[tuple[Sound, ...]] = TypeAdapter(tuple[Sound, ...])
STORED_RECORDING_LIST: TypeAdapter[tuple[StoredRecording, ...]] = TypeAdapter(tuple[StoredRecording, ...])
LIVE_RECORDING: TypeAdapter[LiveRecording] = TypeAdapter(LiveRecording)
MAILBOX: TypeAdapter[Mailbox] = TypeAdapter(Mailbox)
MODULE: TypeAdapter[Module] = TypeAdapter(Module)
PLAYBACK: TypeAdapter[Playback] = TypeAdapter(Playback)
RT_PSTAT: TypeAdapter[RTPstat] = TypeAdapter(RTPstat)
SOUND: TypeAdapter[Sound] = TypeAdapter(Sound)
STORED_RECORDING: TypeAdapter[StoredRecording] = TypeAdapter(StoredRecording)
VARIABLE: TypeAdapter[Variable] = TypeAdapter(Variable)
VARIABLES: TypeAdapter[Variables] = TypeAdapter(Variables)


class Applications(Resource):
    """`applications` of ARI."""

    __slots__ = ()

    async def list(self) -> tuple[Application, ...]:
        """List all applications."""
        return read(APPLICATION_LIST, await self._rest.call("GET", "applications"))

    async def get(self, application_name: str) -> Application:
        """Get details of an application.

        Args:
            application_name: Application's name

        Raises AriError:
            404: Application does not exist.
        """
        return read(APPLICATION, await self._rest.call("GET", f"applications/{segment(application_name)}"))

    async def subscribe(self, application_name: str, event_source: str | Sequence[str]) -> Application:
        """Subscribe an application to a event source.

        Returns the state of the application after the subscriptions have changed

        Args:
            application_name: Application's name
            event_source: URI for event source (channel:{channelId}, bridge:{bridgeId},
                endpoint:{tech}[/{resource}], deviceState:{deviceName}

        Raises AriError:
            400: Missing parameter.
            404: Application does not exist.
            422: Event source does not exist.
        """
        answer = await self._rest.call(
            "POST",
            f"applications/{segment(application_name)}/subscription",
            {"eventSource": event_source},
        )
        return read(APPLICATION, answer)

    async def unsubscribe(self, application_name: str, event_source: str | Sequence[str]) -> Application:
        """Unsubscribe an application from an event source.

        Returns the state of the application after the subscriptions have changed

        Args:
            application_name: Application's name
            event_source: URI for event source (channel:{channelId}, bridge:{bridgeId},
                endpoint:{tech}[/{resource}], deviceState:{deviceName}

        Raises AriError:
            400: Missing parameter; event source scheme not recognized.
            404: Application does not exist.
            409: Application not subscribed to event source.
            422: Event source does not exist.
        """
        answer = await self._rest.call(
            "DELETE",
            f"applications/{segment(application_name)}/subscription",
            {"eventSource": event_source},
        )
        return read(APPLICATION, answer)

    async def filter(self, application_name: str, *, filter: Mapping[str, Any] | None = None) -> Application:
        """Filter application events types.

        Allowed and/or disallowed event type filtering can be done. The body (parameter) should specify a
        JSON key/value object that describes the type of event filtering needed. One, or both of the
        following keys can be designated:

        "allowed" - Specifies an allowed list of event types
        "disallowed" - Specifies a disallowed list of event types

        Further, each of those key's value should be a JSON array that holds zero, or more JSON key/value
        objects. Each of these objects must contain the following key with an associated value:

        "type" - The type name of the event to filter

        The value must be the string name (case sensitive) of the event type that needs filtering. For
        example:

        { "allowed": [ { "type": "StasisStart" }, { "type": "StasisEnd" } ] }

        As this specifies only an allowed list, then only those two event type messages are sent to the
        application. No other event messages are sent.

        The following rules apply:

        * If the body is empty, both the allowed and disallowed filters are set empty.
        * If both list types are given then both are set to their respective values (note, specifying an
        empty array for a given type sets that type to empty).
        * If only one list type is given then only that type is set. The other type is not updated.
        * An empty "allowed" list means all events are allowed.
        * An empty "disallowed" list means no events are disallowed.
        * Disallowed events take precedence over allowed events if the event type is specified in both
        lists.

        Args:
            application_name: Application's name
            filter: Specify which event types to allow/disallow

        Raises AriError:
            400: Bad request.
            404: Application does not exist.
        """
        answer = await self._rest.call(
            "PUT",
            f"applications/{segment(application_name)}/eventFilter",
            body=filter,
        )
        return read(APPLICATION, answer)


class Asterisk(Resource):
    """`asterisk` of ARI."""

    __slots__ = ()

    async def get_object(self, config_class: str, object_type: str, id: str) -> tuple[ConfigTuple, ...]:
        """Retrieve a dynamic configuration object.

        Args:
            config_class: The configuration class containing dynamic configuration objects.
            object_type: The type of configuration object to retrieve.
            id: The unique identifier of the object to retrieve.

        Raises AriError:
            404: {configClass|objectType|id} not found
        """
        answer = await self._rest.call(
            "GET",
            f"asterisk/config/dynamic/{segment(config_class)}/{segment(object_type)}/{segment(id)}",
        )
        return read(CONFIG_TUPLE_LIST, answer)

    async def update_object(
        self,
        config_class: str,
        object_type: str,
        id: str,
        *,
        fields: Container | None = None,
    ) -> tuple[ConfigTuple, ...]:
        """Create or update a dynamic configuration object.

        Args:
            config_class: The configuration class containing dynamic configuration objects.
            object_type: The type of configuration object to create or update.
            id: The unique identifier of the object to create or update.
            fields: Pass the value alone. The body object should have a value that is a list of
                ConfigTuples, which provide the fields to update. Ex. [ { "attribute": "directmedia",
                "value": "false" } ]

        Raises AriError:
            400: Bad request body
            403: Could not create or update object
            404: {configClass|objectType} not found
        """
        answer = await self._rest.call(
            "PUT",
            f"asterisk/config/dynamic/{segment(config_class)}/{segment(object_type)}/{segment(id)}",
            body=None if fields is None else {"fields": fields},
        )
        return read(CONFIG_TUPLE_LIST, answer)

    async def delete_object(self, config_class: str, object_type: str, id: str) -> None:
        """Delete a dynamic configuration object.

        Args:
            config_class: The configuration class containing dynamic configuration objects.
            object_type: The type of configuration object to delete.
            id: The unique identifier of the object to delete.

        Raises AriError:
            403: Could not delete object
            404: {configClass|objectType|id} not found
        """
        await self._rest.call(
            "DELETE",
            f"asterisk/config/dynamic/{segment(config_class)}/{segment(object_type)}/{segment(id)}",
        )

    async def get_info(self, *, only: str | Sequence[str] | None = None) -> AsteriskInfo:
        """Gets Asterisk system information.

        Args:
            only: Filter information returned One of: build, system, config, status.
        """
        return read(ASTERISK_INFO, await self._rest.call("GET", "asterisk/info", {"only": only}))

    async def ping(self) -> AsteriskPing:
        """Response pong message."""
        return read(ASTERISK_PING, await self._rest.call("GET", "asterisk/ping"))

    async def list_modules(self) -> tuple[Module, ...]:
        """List Asterisk modules."""
        return read(MODULE_LIST, await self._rest.call("GET", "asterisk/modules"))

    async def get_module(self, module_name: str) -> Module:
        """Get Asterisk module information.

        Args:
            module_name: Module's name

        Raises AriError:
            404: Module could not be found in running modules.
            409: Module information could not be retrieved.
        """
        return read(MODULE, await self._rest.call("GET", f"asterisk/modules/{segment(module_name)}"))

    async def load_module(self, module_name: str) -> None:
        """Load an Asterisk module.

        Args:
            module_name: Module's name

        Raises AriError:
            409: Module could not be loaded.
        """
        await self._rest.call("POST", f"asterisk/modules/{segment(module_name)}")

    async def unload_module(self, module_name: str) -> None:
        """Unload an Asterisk module.

        Args:
            module_name: Module's name

        Raises AriError:
            404: Module not found in running modules.
            409: Module could not be unloaded.
        """
        await self._rest.call("DELETE", f"asterisk/modules/{segment(module_name)}")

    async def reload_module(self, module_name: str) -> None:
        """Reload an Asterisk module.

        Args:
            module_name: Module's name

        Raises AriError:
            404: Module not found in running modules.
            409: Module could not be reloaded.
        """
        await self._rest.call("PUT", f"asterisk/modules/{segment(module_name)}")

    async def list_log_channels(self) -> tuple[LogChannel, ...]:
        """Gets Asterisk log channel information."""
        return read(LOG_CHANNEL_LIST, await self._rest.call("GET", "asterisk/logging"))

    async def add_log(self, log_channel_name: str, configuration: str) -> None:
        """Adds a log channel.

        Args:
            log_channel_name: The log channel to add
            configuration: levels of the log channel

        Raises AriError:
            400: Bad request body
            409: Log channel could not be created.
        """
        await self._rest.call(
            "POST",
            f"asterisk/logging/{segment(log_channel_name)}",
            {"configuration": configuration},
        )

    async def delete_log(self, log_channel_name: str) -> None:
        """Deletes a log channel.

        Args:
            log_channel_name: Log channels name

        Raises AriError:
            404: Log channel does not exist.
        """
        await self._rest.call("DELETE", f"asterisk/logging/{segment(log_channel_name)}")

    async def rotate_log(self, log_channel_name: str) -> None:
        """Rotates a log channel.

        Args:
            log_channel_name: Log channel's name

        Raises AriError:
            404: Log channel does not exist.
        """
        await self._rest.call("PUT", f"asterisk/logging/{segment(log_channel_name)}/rotate")

    async def get_global_var(self, variable: str) -> Variable:
        """Get the value of a global variable.

        Args:
            variable: The variable to get

        Raises AriError:
            400: Missing variable parameter.
        """
        return read(VARIABLE, await self._rest.call("GET", "asterisk/variable", {"variable": variable}))

    async def set_global_var(self, variable: str, *, value: str | None = None) -> None:
        """Set the value of a global variable.

        Args:
            variable: The variable to set
            value: The value to set the variable to

        Raises AriError:
            400: Missing variable parameter.
        """
        await self._rest.call("POST", "asterisk/variable", {"variable": variable, "value": value})


class Bridges(Resource):
    """`bridges` of ARI."""

    __slots__ = ()

    async def list(self) -> tuple[Bridge, ...]:
        """List all active bridges in Asterisk."""
        return read(BRIDGE_LIST, await self._rest.call("GET", "bridges"))

    async def create(
        self,
        *,
        type: str | None = None,
        bridge_id: str | None = None,
        name: str | None = None,
        variables: Container | None = None,
    ) -> Bridge:
        """Create a new bridge.

        This bridge persists until it has been shut down, or Asterisk has been shut down.

        Args:
            type: Comma separated list of bridge type attributes (mixing, holding, dtmf_events,
                proxy_media, video_sfu, video_single, sdp_label).
            bridge_id: Unique ID to give to the bridge being created.
            name: Name to give to the bridge being created.
            variables: Pass the value alone. The "variables" key in the body object holds variable
                key/value pairs to set on the bridge on creation. Each variable is an object containing
                "value" (string) and optional "report_events" (boolean) to include updates for that
                variable in bridge events (defaults to false).   Ex. { "name": "SupportBridge",
                "variables": {  "Bridge_State": { "value": "WaitingForAgent", "report_events": true } } }

        Raises AriError:
            409: Bridge with the same bridgeId already exists
        """
        answer = await self._rest.call(
            "POST",
            "bridges",
            {"type": type, "bridgeId": bridge_id, "name": name},
            None if variables is None else {"variables": variables},
        )
        return read(BRIDGE, answer)

    async def create_with_id(
        self,
        bridge_id: str,
        *,
        type: str | None = None,
        name: str | None = None,
        variables: Container | None = None,
    ) -> Bridge:
        """Create a new bridge.

        This bridge persists until it has been shut down, or Asterisk has been shut down.

        Args:
            bridge_id: Unique ID to give to the bridge being created.
            type: Comma separated list of bridge type attributes (mixing, holding, dtmf_events,
                proxy_media, video_sfu, video_single, sdp_label) to set.
            name: Set the name of the bridge.
            variables: Pass the value alone. The "variables" key in the body object holds variable
                key/value pairs to set on the bridge on creation. Each variable is an object containing
                "value" (string) and optional "report_events" (boolean) to include updates for that
                variable in bridge events (defaults to false).   Ex. { "name": "SupportBridge",
                "variables": {  "Bridge_State": { "value": "WaitingForAgent", "report_events": true } } }

        Raises AriError:
            409: Bridge with the same bridgeId already exists
        """
        answer = await self._rest.call(
            "POST",
            f"bridges/{segment(bridge_id)}",
            {"type": type, "name": name},
            None if variables is None else {"variables": variables},
        )
        return read(BRIDGE, answer)

    async def get(self, bridge_id: str) -> Bridge:
        """Get bridge details.

        Args:
            bridge_id: Bridge's id

        Raises AriError:
            404: Bridge not found
        """
        return read(BRIDGE, await self._rest.call("GET", f"bridges/{segment(bridge_id)}"))

    async def destroy(self, bridge_id: str) -> None:
        """Shut down a bridge.

        If any channels are in this bridge, they will be removed and resume whatever they were doing
        beforehand.

        Args:
            bridge_id: Bridge's id

        Raises AriError:
            404: Bridge not found
        """
        await self._rest.call("DELETE", f"bridges/{segment(bridge_id)}")

    async def get_bridge_var(self, bridge_id: str, variable: str) -> Variable:
        """Get the value of a bridge variable or function.

        Args:
            bridge_id: Bridge's id
            variable: The bridge variable or function to get

        Raises AriError:
            400: Missing variable parameter.
            404: Bridge or variable not found
            409: Bridge not in a Stasis application
        """
        answer = await self._rest.call(
            "GET",
            f"bridges/{segment(bridge_id)}/variable",
            {"variable": variable},
        )
        return read(VARIABLE, answer)

    async def set_bridge_var(
        self,
        bridge_id: str,
        variable: str,
        *,
        value: str | None = None,
        report_events: bool | None = None,
    ) -> None:
        """Set the value of a bridge variable or function.

        Args:
            bridge_id: Bridge's id
            variable: The bridge variable or function to set
            value: The value to set the variable to
            report_events: Whether this variable should be included in bridge events. Defaults to false.
                (default False)

        Raises AriError:
            400: Missing variable parameter.
            404: Bridge not found
            409: Bridge not in a Stasis application
        """
        await self._rest.call(
            "POST",
            f"bridges/{segment(bridge_id)}/variable",
            {"variable": variable, "value": value, "report_events": report_events},
        )

    async def get_bridge_vars(self, bridge_id: str, variables: str | Sequence[str]) -> Variables:
        """Get the value of multiple bridge variables or functions.

        Args:
            bridge_id: Bridge's id
            variables: The bridge variables or functions to get

        Raises AriError:
            400: Missing variables parameter.
            404: Bridge or variable not found
            409: Bridge not in a Stasis application
        """
        answer = await self._rest.call(
            "GET",
            f"bridges/{segment(bridge_id)}/variables",
            {"variables": variables},
        )
        return read(VARIABLES, answer)

    async def set_bridge_vars(self, bridge_id: str, variables: Container) -> None:
        """Set the values of multiple bridge variables or functions.

        Args:
            bridge_id: Bridge's id
            variables: Pass the value alone. The "variables" key in the body object holds variable
                key/value pairs to set on the bridge. Each variable value may be either a string or an
                object containing "value" (string) and optional "report_events" (boolean) to include
                updates for that variable in bridge events (defaults to false). Ex. { "variables": {
                "Bridge_State": "WaitingForAgent", "Support_Level": { "value": "Premium", "report_events":
                true } } }

        Raises AriError:
            400: Missing variables parameter.
            404: Bridge not found
            409: Bridge not in a Stasis application
        """
        await self._rest.call(
            "POST",
            f"bridges/{segment(bridge_id)}/variables",
            body={"variables": variables},
        )

    async def add_channel(
        self,
        bridge_id: str,
        channel: str | Sequence[str],
        *,
        role: str | None = None,
        absorb_dtmf: bool | None = None,
        mute: bool | None = None,
        inhibit_connected_line_updates: bool | None = None,
    ) -> None:
        """Add a channel to a bridge.

        Args:
            bridge_id: Bridge's id
            channel: Ids of channels to add to bridge
            role: Channel's role in the bridge
            absorb_dtmf: Absorb DTMF coming from this channel, preventing it to pass through to the bridge
                (default False)
            mute: Mute audio from this channel, preventing it to pass through to the bridge (default False)
            inhibit_connected_line_updates: Do not present the identity of the newly connected channel to
                other bridge members (default False)

        Raises AriError:
            400: Channel not found
            404: Bridge not found
            409: Bridge not in Stasis application; Channel currently recording
            422: Channel not in Stasis application
        """
        await self._rest.call(
            "POST",
            f"bridges/{segment(bridge_id)}/addChannel",
            {
                "channel": channel,
                "role": role,
                "absorbDTMF": absorb_dtmf,
                "mute": mute,
                "inhibitConnectedLineUpdates": inhibit_connected_line_updates,
            },
        )

    async def remove_channel(self, bridge_id: str, channel: str | Sequence[str]) -> None:
        """Remove a channel from a bridge.

        Args:
            bridge_id: Bridge's id
            channel: Ids of channels to remove from bridge

        Raises AriError:
            400: Channel not found
            404: Bridge not found
            409: Bridge not in Stasis application
            422: Channel not in this bridge
        """
        await self._rest.call("POST", f"bridges/{segment(bridge_id)}/removeChannel", {"channel": channel})

    async def set_video_source(self, bridge_id: str, channel_id: str) -> None:
        """Set a channel as the video source in a multi-party mixing bridge. This operation has no effect on
        bridges with two or fewer participants.

        Args:
            bridge_id: Bridge's id
            channel_id: Channel's id

        Raises AriError:
            404: Bridge or Channel not found
            409: Channel not in Stasis application
            422: Channel not in this Bridge
        """
        await self._rest.call("POST", f"bridges/{segment(bridge_id)}/videoSource/{segment(channel_id)}")

    async def clear_video_source(self, bridge_id: str) -> None:
        """Removes any explicit video source in a multi-party mixing bridge. This operation has no effect on
        bridges with two or fewer participants. When no explicit video source is set, talk detection will
        be used to determine the active video stream.

        Args:
            bridge_id: Bridge's id

        Raises AriError:
            404: Bridge not found
        """
        await self._rest.call("DELETE", f"bridges/{segment(bridge_id)}/videoSource")

    async def start_moh(self, bridge_id: str, *, moh_class: str | None = None) -> None:
        """Play music on hold to a bridge or change the MOH class that is playing.

        Args:
            bridge_id: Bridge's id
            moh_class: Channel's id

        Raises AriError:
            404: Bridge not found
            409: Bridge not in Stasis application
        """
        await self._rest.call("POST", f"bridges/{segment(bridge_id)}/moh", {"mohClass": moh_class})

    async def stop_moh(self, bridge_id: str) -> None:
        """Stop playing music on hold to a bridge.

        This will only stop music on hold being played via POST bridges/{bridgeId}/moh.

        Args:
            bridge_id: Bridge's id

        Raises AriError:
            404: Bridge not found
            409: Bridge not in Stasis application
        """
        await self._rest.call("DELETE", f"bridges/{segment(bridge_id)}/moh")

    async def play(
        self,
        bridge_id: str,
        media: str | Sequence[str],
        *,
        announcer_format: str | None = None,
        lang: str | None = None,
        offsetms: int | None = None,
        skipms: int | None = None,
        playback_id: str | None = None,
    ) -> Playback:
        """Start playback of media on a bridge.

        The media URI may be any of a number of URI's. Currently sound:, recording:, number:, digits:,
        characters:, and tone: URI's are supported. This operation creates a playback resource that can be
        used to control the playback of media (pause, rewind, fast forward, etc.)

        Args:
            bridge_id: Bridge's id
            media: Media URIs to play.
            announcer_format: Format of the 'Anouncer' channel attached to the bridge. Defaults to the
                format of the channel in the bridge with the highest sampe rate.
            lang: For sounds, selects language for sound.
            offsetms: Number of milliseconds to skip before playing. Only applies to the first URI if
                multiple media URIs are specified. (default 0)
            skipms: Number of milliseconds to skip for forward/reverse operations. (default 3000)
            playback_id: Playback Id.

        Raises AriError:
            404: Bridge not found
            409: Bridge not in a Stasis application
            422: The format specified is unknown on this system
        """
        answer = await self._rest.call(
            "POST",
            f"bridges/{segment(bridge_id)}/play",
            {
                "media": media,
                "announcer_format": announcer_format,
                "lang": lang,
                "offsetms": offsetms,
                "skipms": skipms,
                "playbackId": playback_id,
            },
        )
        return read(PLAYBACK, answer)

    async def play_with_id(
        self,
        bridge_id: str,
        playback_id: str,
        media: str | Sequence[str],
        *,
        announcer_format: str | None = None,
        lang: str | None = None,
        offsetms: int | None = None,
        skipms: int | None = None,
    ) -> Playback:
        """Start playback of media on a bridge.

        The media URI may be any of a number of URI's. Currently sound:, recording:, number:, digits:,
        characters:, and tone: URI's are supported. This operation creates a playback resource that can be
        used to control the playback of media (pause, rewind, fast forward, etc.)

        Args:
            bridge_id: Bridge's id
            playback_id: Playback ID.
            media: Media URIs to play.
            announcer_format: Format of the 'Anouncer' channel attached to the bridge. Defaults to the
                format of the channel in the bridge with the highest sampe rate.
            lang: For sounds, selects language for sound.
            offsetms: Number of milliseconds to skip before playing. Only applies to the first URI if
                multiple media URIs are specified. (default 0)
            skipms: Number of milliseconds to skip for forward/reverse operations. (default 3000)

        Raises AriError:
            404: Bridge not found
            409: Bridge not in a Stasis application
            422: The format specified is unknown on this system
        """
        answer = await self._rest.call(
            "POST",
            f"bridges/{segment(bridge_id)}/play/{segment(playback_id)}",
            {
                "media": media,
                "announcer_format": announcer_format,
                "lang": lang,
                "offsetms": offsetms,
                "skipms": skipms,
            },
        )
        return read(PLAYBACK, answer)

    async def record(
        self,
        bridge_id: str,
        name: str,
        format: str,
        *,
        recorder_format: str | None = None,
        max_duration_seconds: int | None = None,
        max_silence_seconds: int | None = None,
        if_exists: str | None = None,
        beep: bool | None = None,
        terminate_on: str | None = None,
    ) -> LiveRecording:
        """Start a recording.

        This records the mixed audio from all channels participating in this bridge.

        Args:
            bridge_id: Bridge's id
            name: Recording's filename
            format: Format to encode audio in
            recorder_format: Format of the 'Recorder' channel attached to the bridge. Defaults to the same
                format as the 'format' parameter.
            max_duration_seconds: Maximum duration of the recording, in seconds. 0 for no limit. (default
                0)
            max_silence_seconds: Maximum duration of silence, in seconds. 0 for no limit. (default 0)
            if_exists: Action to take if a recording with the same name already exists. One of: fail,
                overwrite, append. (default fail)
            beep: Play beep when recording begins (default False)
            terminate_on: DTMF input to terminate recording. One of: none, any, *, #. (default none)

        Raises AriError:
            400: Invalid parameters
            404: Bridge not found
            409: Bridge is not in a Stasis application; A recording with the same name already exists on
                the system and can not be overwritten because it is in progress or ifExists=fail
            422: The format specified is unknown on this system
        """
        answer = await self._rest.call(
            "POST",
            f"bridges/{segment(bridge_id)}/record",
            {
                "name": name,
                "format": format,
                "recorder_format": recorder_format,
                "maxDurationSeconds": max_duration_seconds,
                "maxSilenceSeconds": max_silence_seconds,
                "ifExists": if_exists,
                "beep": beep,
                "terminateOn": terminate_on,
            },
        )
        return read(LIVE_RECORDING, answer)


class Channels(Resource):
    """`channels` of ARI."""

    __slots__ = ()

    async def list(self) -> tuple[Channel, ...]:
        """List all active channels in Asterisk."""
        return read(CHANNEL_LIST, await self._rest.call("GET", "channels"))

    async def originate(
        self,
        endpoint: str,
        *,
        extension: str | None = None,
        context: str | None = None,
        priority: int | None = None,
        label: str | None = None,
        app: str | None = None,
        app_args: str | None = None,
        caller_id: str | None = None,
        timeout: int | None = None,
        variables: Container | None = None,
        channel_id: str | None = None,
        other_channel_id: str | None = None,
        originator: str | None = None,
        formats: str | None = None,
    ) -> Channel:
        """Create a new channel (originate).

        The new channel is created immediately and a snapshot of it returned. If a Stasis application is
        provided it will be automatically subscribed to the originated channel for further events and
        updates.

        Args:
            endpoint: Endpoint to call.
            extension: The extension to dial after the endpoint answers. Mutually exclusive with 'app'.
            context: The context to dial after the endpoint answers. If omitted, uses 'default'. Mutually
                exclusive with 'app'.
            priority: The priority to dial after the endpoint answers. If omitted, uses 1. Mutually
                exclusive with 'app'.
            label: The label to dial after the endpoint answers. Will supersede 'priority' if provided.
                Mutually exclusive with 'app'.
            app: The application that is subscribed to the originated channel. When the channel is
                answered, it will be passed to this Stasis application. Mutually exclusive with 'context',
                'extension', 'priority', and 'label'.
            app_args: The application arguments to pass to the Stasis application provided by 'app'.
                Mutually exclusive with 'context', 'extension', 'priority', and 'label'.
            caller_id: CallerID to use when dialing the endpoint or extension.
            timeout: Timeout (in seconds) before giving up dialing, or -1 for no timeout. (default 30)
            variables: Pass the value alone. The "variables" key in the body object holds variable
                key/value pairs to set on the channel on creation. Each variable value may be either a
                string or an object containing "value" (string) and optional "report_events" (boolean) to
                include updates for that variable in channel events (defaults to false). Other keys in the
                body object are interpreted as query parameters. Ex. { "endpoint": "SIP/Alice",
                "variables": { "CALLERID(name)": "Alice", "Call_State": { "value": "WaitingForAgent",
                "report_events": true } } }
            channel_id: The unique id to assign the channel on creation.
            other_channel_id: The unique id to assign the second channel when using local channels.
            originator: The unique id of the channel which is originating this one.
            formats: The format name capability list to use if originator is not specified. Ex.
                "ulaw,slin16".  Format names can be found with "core show codecs".

        Raises AriError:
            400: Invalid parameters for originating a channel.
            409: Channel with given unique ID already exists.
        """
        answer = await self._rest.call(
            "POST",
            "channels",
            {
                "endpoint": endpoint,
                "extension": extension,
                "context": context,
                "priority": priority,
                "label": label,
                "app": app,
                "appArgs": app_args,
                "callerId": caller_id,
                "timeout": timeout,
                "channelId": channel_id,
                "otherChannelId": other_channel_id,
                "originator": originator,
                "formats": formats,
            },
            None if variables is None else {"variables": variables},
        )
        return read(CHANNEL, answer)

    async def create(
        self,
        endpoint: str,
        app: str,
        *,
        app_args: str | None = None,
        channel_id: str | None = None,
        other_channel_id: str | None = None,
        originator: str | None = None,
        formats: str | None = None,
        variables: Container | None = None,
    ) -> Channel:
        """Create channel.

        Args:
            endpoint: Endpoint for channel communication
            app: Stasis Application to place channel into
            app_args: The application arguments to pass to the Stasis application provided by 'app'.
                Mutually exclusive with 'context', 'extension', 'priority', and 'label'.
            channel_id: The unique id to assign the channel on creation.
            other_channel_id: The unique id to assign the second channel when using local channels.
            originator: Unique ID of the calling channel
            formats: The format name capability list to use if originator is not specified. Ex.
                "ulaw,slin16".  Format names can be found with "core show codecs".
            variables: Pass the value alone. The "variables" key in the body object holds variable
                key/value pairs to set on the channel on creation. Each variable value may be either a
                string or an object containing "value" (string) and optional "report_events" (boolean) to
                include updates for that variable in channel events (defaults to false). Other keys in the
                body object are interpreted as query parameters. Ex. { "endpoint": "SIP/Alice",
                "variables": { "CALLERID(name)": "Alice", "Call_State": { "value": "WaitingForAgent",
                "report_events": true } } }

        Raises AriError:
            409: Channel with given unique ID already exists.
        """
        answer = await self._rest.call(
            "POST",
            "channels/create",
            {
                "endpoint": endpoint,
                "app": app,
                "appArgs": app_args,
                "channelId": channel_id,
                "otherChannelId": other_channel_id,
                "originator": originator,
                "formats": formats,
            },
            None if variables is None else {"variables": variables},
        )
        return read(CHANNEL, answer)

    async def get(self, channel_id: str) -> Channel:
        """Channel details.

        Args:
            channel_id: Channel's id

        Raises AriError:
            404: Channel not found
        """
        return read(CHANNEL, await self._rest.call("GET", f"channels/{segment(channel_id)}"))

    async def originate_with_id(
        self,
        channel_id: str,
        endpoint: str,
        *,
        extension: str | None = None,
        context: str | None = None,
        priority: int | None = None,
        label: str | None = None,
        app: str | None = None,
        app_args: str | None = None,
        caller_id: str | None = None,
        timeout: int | None = None,
        variables: Container | None = None,
        other_channel_id: str | None = None,
        originator: str | None = None,
        formats: str | None = None,
    ) -> Channel:
        """Create a new channel (originate with id).

        The new channel is created immediately and a snapshot of it returned. If a Stasis application is
        provided it will be automatically subscribed to the originated channel for further events and
        updates.

        Args:
            channel_id: The unique id to assign the channel on creation.
            endpoint: Endpoint to call.
            extension: The extension to dial after the endpoint answers. Mutually exclusive with 'app'.
            context: The context to dial after the endpoint answers. If omitted, uses 'default'. Mutually
                exclusive with 'app'.
            priority: The priority to dial after the endpoint answers. If omitted, uses 1. Mutually
                exclusive with 'app'.
            label: The label to dial after the endpoint answers. Will supersede 'priority' if provided.
                Mutually exclusive with 'app'.
            app: The application that is subscribed to the originated channel. When the channel is
                answered, it will be passed to this Stasis application. Mutually exclusive with 'context',
                'extension', 'priority', and 'label'.
            app_args: The application arguments to pass to the Stasis application provided by 'app'.
                Mutually exclusive with 'context', 'extension', 'priority', and 'label'.
            caller_id: CallerID to use when dialing the endpoint or extension.
            timeout: Timeout (in seconds) before giving up dialing, or -1 for no timeout. (default 30)
            variables: Pass the value alone. The "variables" key in the body object holds variable
                key/value pairs to set on the channel on creation. Each variable value may be either a
                string or an object containing "value" (string) and optional "report_events" (boolean) to
                include updates for that variable in channel events (defaults to false). Other keys in the
                body object are interpreted as query parameters. Ex. { "endpoint": "SIP/Alice",
                "variables": { "CALLERID(name)": "Alice", "Call_State": { "value": "WaitingForAgent",
                "report_events": true } } }
            other_channel_id: The unique id to assign the second channel when using local channels.
            originator: The unique id of the channel which is originating this one.
            formats: The format name capability list to use if originator is not specified. Ex.
                "ulaw,slin16".  Format names can be found with "core show codecs".

        Raises AriError:
            400: Invalid parameters for originating a channel.
            409: Channel with given unique ID already exists.
        """
        answer = await self._rest.call(
            "POST",
            f"channels/{segment(channel_id)}",
            {
                "endpoint": endpoint,
                "extension": extension,
                "context": context,
                "priority": priority,
                "label": label,
                "app": app,
                "appArgs": app_args,
                "callerId": caller_id,
                "timeout": timeout,
                "otherChannelId": other_channel_id,
                "originator": originator,
                "formats": formats,
            },
            None if variables is None else {"variables": variables},
        )
        return read(CHANNEL, answer)

    async def hangup(
        self,
        channel_id: str,
        *,
        reason_code: str | None = None,
        reason: str | None = None,
    ) -> None:
        """Delete (i.e. hangup) a channel.

        Args:
            channel_id: Channel's id
            reason_code: The reason code for hanging up the channel for detail use. Mutually exclusive with
                'reason'. See detail hangup codes at here.
                https://docs.asterisk.org/Configuration/Miscellaneous/Hangup-Cause-Mappings/
            reason: Reason for hanging up the channel for simple use. Mutually exclusive with
                'reason_code'. One of: normal, busy, congestion, no_answer, timeout, rejected, unallocated,
                normal_unspecified, number_incomplete, codec_mismatch, interworking, failure,
                answered_elsewhere.

        Raises AriError:
            400: Invalid reason for hangup provided
            404: Channel not found
        """
        await self._rest.call(
            "DELETE",
            f"channels/{segment(channel_id)}",
            {"reason_code": reason_code, "reason": reason},
        )

    async def continue_in_dialplan(
        self,
        channel_id: str,
        *,
        context: str | None = None,
        extension: str | None = None,
        priority: int | None = None,
        label: str | None = None,
    ) -> None:
        """Exit application; continue execution in the dialplan.

        Args:
            channel_id: Channel's id
            context: The context to continue to.
            extension: The extension to continue to.
            priority: The priority to continue to.
            label: The label to continue to - will supersede 'priority' if both are provided.

        Raises AriError:
            404: Channel not found
            409: Channel not in a Stasis application
            412: Channel in invalid state
        """
        await self._rest.call(
            "POST",
            f"channels/{segment(channel_id)}/continue",
            {"context": context, "extension": extension, "priority": priority, "label": label},
        )

    async def move(self, channel_id: str, app: str, *, app_args: str | None = None) -> None:
        """Move the channel from one Stasis application to another.

        Args:
            channel_id: Channel's id
            app: The channel will be passed to this Stasis application.
            app_args: The application arguments to pass to the Stasis application provided by 'app'.

        Raises AriError:
            404: Channel not found
            409: Channel not in a Stasis application
        """
        await self._rest.call(
            "POST",
            f"channels/{segment(channel_id)}/move",
            {"app": app, "appArgs": app_args},
        )

    async def redirect(self, channel_id: str, endpoint: str) -> None:
        """Redirect the channel to a different location.

        Args:
            channel_id: Channel's id
            endpoint: The endpoint to redirect the channel to

        Raises AriError:
            400: Endpoint parameter not provided
            404: Channel or endpoint not found
            409: Channel not in a Stasis application
            422: Endpoint is not the same type as the channel
            412: Channel in invalid state
        """
        await self._rest.call("POST", f"channels/{segment(channel_id)}/redirect", {"endpoint": endpoint})

    async def answer(self, channel_id: str) -> None:
        """Answer a channel.

        Args:
            channel_id: Channel's id

        Raises AriError:
            404: Channel not found
            409: Channel not in a Stasis application
            412: Channel in invalid state
        """
        await self._rest.call("POST", f"channels/{segment(channel_id)}/answer")

    async def ring(self, channel_id: str) -> None:
        """Indicate ringing to a channel.

        Args:
            channel_id: Channel's id

        Raises AriError:
            404: Channel not found
            409: Channel not in a Stasis application
            412: Channel in invalid state
        """
        await self._rest.call("POST", f"channels/{segment(channel_id)}/ring")

    async def ring_stop(self, channel_id: str) -> None:
        """Stop ringing indication on a channel if locally generated.

        Args:
            channel_id: Channel's id

        Raises AriError:
            404: Channel not found
            409: Channel not in a Stasis application
            412: Channel in invalid state
        """
        await self._rest.call("DELETE", f"channels/{segment(channel_id)}/ring")

    async def progress(self, channel_id: str) -> None:
        """Indicate progress on a channel.

        Args:
            channel_id: Channel's id

        Raises AriError:
            404: Channel not found
            409: Channel not in a Stasis application
            412: Channel in invalid state
        """
        await self._rest.call("POST", f"channels/{segment(channel_id)}/progress")

    async def send_dtmf(
        self,
        channel_id: str,
        *,
        dtmf: str | None = None,
        before: int | None = None,
        between: int | None = None,
        duration: int | None = None,
        after: int | None = None,
    ) -> None:
        """Send provided DTMF to a given channel.

        Args:
            channel_id: Channel's id
            dtmf: DTMF To send.
            before: Amount of time to wait before DTMF digits (specified in milliseconds) start. (default
                0)
            between: Amount of time in between DTMF digits (specified in milliseconds). (default 100)
            duration: Length of each DTMF digit (specified in milliseconds). (default 100)
            after: Amount of time to wait after DTMF digits (specified in milliseconds) end. (default 0)

        Raises AriError:
            400: DTMF is required
            404: Channel not found
            409: Channel not in a Stasis application
            412: Channel in invalid state
        """
        await self._rest.call(
            "POST",
            f"channels/{segment(channel_id)}/dtmf",
            {"dtmf": dtmf, "before": before, "between": between, "duration": duration, "after": after},
        )

    async def mute(self, channel_id: str, *, direction: str | None = None) -> None:
        """Mute a channel.

        Args:
            channel_id: Channel's id
            direction: Direction in which to mute audio One of: both, in, out. (default both)

        Raises AriError:
            404: Channel not found
            409: Channel not in a Stasis application
            412: Channel in invalid state
        """
        await self._rest.call("POST", f"channels/{segment(channel_id)}/mute", {"direction": direction})

    async def unmute(self, channel_id: str, *, direction: str | None = None) -> None:
        """Unmute a channel.

        Args:
            channel_id: Channel's id
            direction: Direction in which to unmute audio One of: both, in, out. (default both)

        Raises AriError:
            404: Channel not found
            409: Channel not in a Stasis application
            412: Channel in invalid state
        """
        await self._rest.call("DELETE", f"channels/{segment(channel_id)}/mute", {"direction": direction})

    async def hold(self, channel_id: str) -> None:
        """Hold a channel.

        Args:
            channel_id: Channel's id

        Raises AriError:
            404: Channel not found
            409: Channel not in a Stasis application
            412: Channel in invalid state
        """
        await self._rest.call("POST", f"channels/{segment(channel_id)}/hold")

    async def unhold(self, channel_id: str) -> None:
        """Remove a channel from hold.

        Args:
            channel_id: Channel's id

        Raises AriError:
            404: Channel not found
            409: Channel not in a Stasis application
            412: Channel in invalid state
        """
        await self._rest.call("DELETE", f"channels/{segment(channel_id)}/hold")

    async def start_moh(self, channel_id: str, *, moh_class: str | None = None) -> None:
        """Play music on hold to a channel.

        Using media operations such as /play on a channel playing MOH in this manner will suspend MOH
        without resuming automatically. If continuing music on hold is desired, the stasis application must
        reinitiate music on hold.

        Args:
            channel_id: Channel's id
            moh_class: Music on hold class to use

        Raises AriError:
            404: Channel not found
            409: Channel not in a Stasis application
            412: Channel in invalid state
        """
        await self._rest.call("POST", f"channels/{segment(channel_id)}/moh", {"mohClass": moh_class})

    async def stop_moh(self, channel_id: str) -> None:
        """Stop playing music on hold to a channel.

        Args:
            channel_id: Channel's id

        Raises AriError:
            404: Channel not found
            409: Channel not in a Stasis application
            412: Channel in invalid state
        """
        await self._rest.call("DELETE", f"channels/{segment(channel_id)}/moh")

    async def start_silence(self, channel_id: str) -> None:
        """Play silence to a channel.

        Using media operations such as /play on a channel playing silence in this manner will suspend
        silence without resuming automatically.

        Args:
            channel_id: Channel's id

        Raises AriError:
            404: Channel not found
            409: Channel not in a Stasis application
            412: Channel in invalid state
        """
        await self._rest.call("POST", f"channels/{segment(channel_id)}/silence")

    async def stop_silence(self, channel_id: str) -> None:
        """Stop playing silence to a channel.

        Args:
            channel_id: Channel's id

        Raises AriError:
            404: Channel not found
            409: Channel not in a Stasis application
            412: Channel in invalid state
        """
        await self._rest.call("DELETE", f"channels/{segment(channel_id)}/silence")

    async def play(
        self,
        channel_id: str,
        media: str | Sequence[str],
        *,
        lang: str | None = None,
        offsetms: int | None = None,
        skipms: int | None = None,
        playback_id: str | None = None,
    ) -> Playback:
        """Start playback of media.

        The media URI may be any of a number of URI's. Currently sound:, recording:, number:, digits:,
        characters:, and tone: URI's are supported. This operation creates a playback resource that can be
        used to control the playback of media (pause, rewind, fast forward, etc.)

        Args:
            channel_id: Channel's id
            media: Media URIs to play.
            lang: For sounds, selects language for sound.
            offsetms: Number of milliseconds to skip before playing. Only applies to the first URI if
                multiple media URIs are specified.
            skipms: Number of milliseconds to skip for forward/reverse operations. (default 3000)
            playback_id: Playback ID.

        Raises AriError:
            404: Channel not found
            409: Channel not in a Stasis application
            412: Channel in invalid state
        """
        answer = await self._rest.call(
            "POST",
            f"channels/{segment(channel_id)}/play",
            {"media": media, "lang": lang, "offsetms": offsetms, "skipms": skipms, "playbackId": playback_id},
        )
        return read(PLAYBACK, answer)

    async def play_with_id(
        self,
        channel_id: str,
        playback_id: str,
        media: str | Sequence[str],
        *,
        lang: str | None = None,
        offsetms: int | None = None,
        skipms: int | None = None,
    ) -> Playback:
        """Start playback of media and specify the playbackId.

        The media URI may be any of a number of URI's. Currently sound:, recording:, number:, digits:,
        characters:, and tone: URI's are supported. This operation creates a playback resource that can be
        used to control the playback of media (pause, rewind, fast forward, etc.)

        Args:
            channel_id: Channel's id
            playback_id: Playback ID.
            media: Media URIs to play.
            lang: For sounds, selects language for sound.
            offsetms: Number of milliseconds to skip before playing. Only applies to the first URI if
                multiple media URIs are specified.
            skipms: Number of milliseconds to skip for forward/reverse operations. (default 3000)

        Raises AriError:
            404: Channel not found
            409: Channel not in a Stasis application
            412: Channel in invalid state
        """
        answer = await self._rest.call(
            "POST",
            f"channels/{segment(channel_id)}/play/{segment(playback_id)}",
            {"media": media, "lang": lang, "offsetms": offsetms, "skipms": skipms},
        )
        return read(PLAYBACK, answer)

    async def record(
        self,
        channel_id: str,
        name: str,
        format: str,
        *,
        max_duration_seconds: int | None = None,
        max_silence_seconds: int | None = None,
        if_exists: str | None = None,
        beep: bool | None = None,
        terminate_on: str | None = None,
    ) -> LiveRecording:
        """Start a recording.

        Record audio from a channel. Note that this will not capture audio sent to the channel. The bridge
        itself has a record feature if that's what you want.

        Args:
            channel_id: Channel's id
            name: Recording's filename
            format: Format to encode audio in
            max_duration_seconds: Maximum duration of the recording, in seconds. 0 for no limit (default 0)
            max_silence_seconds: Maximum duration of silence, in seconds. 0 for no limit (default 0)
            if_exists: Action to take if a recording with the same name already exists. One of: fail,
                overwrite, append. (default fail)
            beep: Play beep when recording begins (default False)
            terminate_on: DTMF input to terminate recording One of: none, any, *, #. (default none)

        Raises AriError:
            400: Invalid parameters
            404: Channel not found
            409: Channel is not in a Stasis application; the channel is currently bridged with other
                channels; A recording with the same name already exists on the system and can not be
                overwritten because it is in progress or ifExists=fail
            422: The format specified is unknown on this system
        """
        answer = await self._rest.call(
            "POST",
            f"channels/{segment(channel_id)}/record",
            {
                "name": name,
                "format": format,
                "maxDurationSeconds": max_duration_seconds,
                "maxSilenceSeconds": max_silence_seconds,
                "ifExists": if_exists,
                "beep": beep,
                "terminateOn": terminate_on,
            },
        )
        return read(LIVE_RECORDING, answer)

    async def get_channel_var(self, channel_id: str, variable: str) -> Variable:
        """Get the value of a channel variable or function.

        Args:
            channel_id: Channel's id
            variable: The channel variable or function to get

        Raises AriError:
            400: Missing variable parameter.
            404: Channel or variable not found
            409: Channel not in a Stasis application
        """
        answer = await self._rest.call(
            "GET",
            f"channels/{segment(channel_id)}/variable",
            {"variable": variable},
        )
        return read(VARIABLE, answer)

    async def set_channel_var(
        self,
        channel_id: str,
        variable: str,
        *,
        value: str | None = None,
        report_events: bool | None = None,
    ) -> None:
        """Set the value of a channel variable or function.

        Args:
            channel_id: Channel's id
            variable: The channel variable or function to set
            value: The value to set the variable to
            report_events: Whether this variable should be included in channel events. Defaults to false.
                (default False)

        Raises AriError:
            400: Missing variable parameter.
            404: Channel not found
            409: Channel not in a Stasis application
        """
        await self._rest.call(
            "POST",
            f"channels/{segment(channel_id)}/variable",
            {"variable": variable, "value": value, "report_events": report_events},
        )

    async def get_channel_vars(self, channel_id: str, variables: str | Sequence[str]) -> Variables:
        """Get the value of multiple channel variables or functions.

        Args:
            channel_id: Channel's id
            variables: The channel variables or functions to get

        Raises AriError:
            400: Missing variables parameter.
            404: Channel or variable not found
            409: Channel not in a Stasis application
        """
        answer = await self._rest.call(
            "GET",
            f"channels/{segment(channel_id)}/variables",
            {"variables": variables},
        )
        return read(VARIABLES, answer)

    async def set_channel_vars(self, channel_id: str, variables: Container) -> None:
        """Set the values of multiple channel variables or functions.

        Args:
            channel_id: Channel's id
            variables: Pass the value alone. The "variables" key in the body object holds variable
                key/value pairs to set on the channel. Each variable value may be either a string or an
                object containing "value" (string) and optional "report_events" (boolean) to include
                updates for that variable in channel events (defaults to false). Ex. { "variables": {
                "CALLERID(name)": "Alice", "Call_State": { "value": "WaitingForAgent", "report_events":
                true } } }

        Raises AriError:
            400: Missing variables parameter.
            404: Channel not found
            409: Channel not in a Stasis application
        """
        await self._rest.call(
            "POST",
            f"channels/{segment(channel_id)}/variables",
            body={"variables": variables},
        )

    async def snoop_channel(
        self,
        channel_id: str,
        app: str,
        *,
        spy: str | None = None,
        whisper: str | None = None,
        app_args: str | None = None,
        snoop_id: str | None = None,
    ) -> Channel:
        """Start snooping.

        Snoop (spy/whisper) on a specific channel.

        Args:
            channel_id: Channel's id
            app: Application the snooping channel is placed into
            spy: Direction of audio to spy on One of: none, both, out, in. (default none)
            whisper: Direction of audio to whisper into One of: none, both, out, in. (default none)
            app_args: The application arguments to pass to the Stasis application
            snoop_id: Unique ID to assign to snooping channel

        Raises AriError:
            400: Invalid parameters
            404: Channel not found
        """
        answer = await self._rest.call(
            "POST",
            f"channels/{segment(channel_id)}/snoop",
            {"spy": spy, "whisper": whisper, "app": app, "appArgs": app_args, "snoopId": snoop_id},
        )
        return read(CHANNEL, answer)

    async def snoop_channel_with_id(
        self,
        channel_id: str,
        snoop_id: str,
        app: str,
        *,
        spy: str | None = None,
        whisper: str | None = None,
        app_args: str | None = None,
    ) -> Channel:
        """Start snooping.

        Snoop (spy/whisper) on a specific channel.

        Args:
            channel_id: Channel's id
            snoop_id: Unique ID to assign to snooping channel
            app: Application the snooping channel is placed into
            spy: Direction of audio to spy on One of: none, both, out, in. (default none)
            whisper: Direction of audio to whisper into One of: none, both, out, in. (default none)
            app_args: The application arguments to pass to the Stasis application

        Raises AriError:
            400: Invalid parameters
            404: Channel not found
        """
        answer = await self._rest.call(
            "POST",
            f"channels/{segment(channel_id)}/snoop/{segment(snoop_id)}",
            {"spy": spy, "whisper": whisper, "app": app, "appArgs": app_args},
        )
        return read(CHANNEL, answer)

    async def dial(self, channel_id: str, *, caller: str | None = None, timeout: int | None = None) -> None:
        """Dial a created channel.

        Args:
            channel_id: Channel's id
            caller: Channel ID of caller
            timeout: Dial timeout (default 0)

        Raises AriError:
            404: Channel cannot be found.
            409: Channel cannot be dialed.
        """
        await self._rest.call(
            "POST",
            f"channels/{segment(channel_id)}/dial",
            {"caller": caller, "timeout": timeout},
        )

    async def rtpstatistics(self, channel_id: str) -> RTPstat:
        """RTP stats on a channel.

        Args:
            channel_id: Channel's id

        Raises AriError:
            404: Channel cannot be found.
        """
        return read(RT_PSTAT, await self._rest.call("GET", f"channels/{segment(channel_id)}/rtp_statistics"))

    async def external_media(
        self,
        app: str,
        format: str,
        *,
        channel_id: str | None = None,
        variables: Container | None = None,
        external_host: str | None = None,
        encapsulation: str | None = None,
        transport: str | None = None,
        connection_type: str | None = None,
        direction: str | None = None,
        data: str | None = None,
        transport_data: str | None = None,
    ) -> Channel:
        """Start an External Media session.

        Create a channel to an External Media source/sink.  The combination of transport and encapsulation
        will select one of chan_rtp(udp/rtp), chan_audiosocket(tcp/audiosocket) or
        chan_websocket(websocket/none) channel drivers.

        Args:
            app: Stasis Application to place channel into
            format: Format to encode audio in
            channel_id: The unique id to assign the channel on creation.
            variables: Pass the value alone. The "variables" key in the body object holds variable
                key/value pairs to set on the channel on creation. Each variable value may be either a
                string or an object containing "value" (string) and optional "report_events" (boolean) to
                include updates for that variable in channel events (defaults to false). Other keys in the
                body object are interpreted as query parameters. Ex. { "endpoint": "SIP/Alice",
                "variables": { "CALLERID(name)": "Alice", "Call_State": { "value": "WaitingForAgent",
                "report_events": true } } }
            external_host: Hostname/ip:port or websocket_client connection ID of external host.  May be
                empty for a websocket server connection.
            encapsulation: Payload encapsulation protocol.  Must be 'none' for the websocket transport. One
                of: rtp, audiosocket, none. (default rtp)
            transport: Transport protocol One of: udp, tcp, websocket. (default udp)
            connection_type: Connection type (client/server). 'server' is only valid for the websocket
                transport. One of: client, server. (default client)
            direction: External media direction One of: both. (default both)
            data: An arbitrary data field
            transport_data: Transport-specific data. For websocket this is appended to the dialstring.

        Raises AriError:
            400: Invalid parameters
            409: Channel is not in a Stasis application; Channel is already bridged
        """
        answer = await self._rest.call(
            "POST",
            "channels/externalMedia",
            {
                "channelId": channel_id,
                "app": app,
                "external_host": external_host,
                "encapsulation": encapsulation,
                "transport": transport,
                "connection_type": connection_type,
                "format": format,
                "direction": direction,
                "data": data,
                "transport_data": transport_data,
            },
            None if variables is None else {"variables": variables},
        )
        return read(CHANNEL, answer)

    async def transfer_progress(self, channel_id: str, states: str) -> None:
        """Inform the channel about the progress of the attended/blind transfer.

        Args:
            channel_id: Channel's id
            states: The state of the progress

        Raises AriError:
            400: Endpoint parameter not provided
            404: Channel or endpoint not found
            409: Channel not in a Stasis application
            412: Channel in invalid state
        """
        await self._rest.call("POST", f"channels/{segment(channel_id)}/transfer_progress", {"states": states})


class DeviceStates(Resource):
    """`device_states` of ARI."""

    __slots__ = ()

    async def list(self) -> tuple[DeviceState, ...]:
        """List all ARI controlled device states."""
        return read(DEVICE_STATE_LIST, await self._rest.call("GET", "deviceStates"))

    async def get(self, device_name: str) -> DeviceState:
        """Retrieve the current state of a device.

        Args:
            device_name: Name of the device
        """
        return read(DEVICE_STATE, await self._rest.call("GET", f"deviceStates/{segment(device_name)}"))

    async def update(self, device_name: str, device_state: str) -> None:
        """Change the state of a device controlled by ARI. (Note - implicitly creates the device state).

        Args:
            device_name: Name of the device
            device_state: Device state value One of: NOT_INUSE, INUSE, BUSY, INVALID, UNAVAILABLE, RINGING,
                RINGINUSE, ONHOLD.

        Raises AriError:
            404: Device name is missing
            409: Uncontrolled device specified
        """
        await self._rest.call("PUT", f"deviceStates/{segment(device_name)}", {"deviceState": device_state})

    async def delete(self, device_name: str) -> None:
        """Destroy a device-state controlled by ARI.

        Args:
            device_name: Name of the device

        Raises AriError:
            404: Device name is missing
            409: Uncontrolled device specified
        """
        await self._rest.call("DELETE", f"deviceStates/{segment(device_name)}")


class Endpoints(Resource):
    """`endpoints` of ARI."""

    __slots__ = ()

    async def list(self) -> tuple[Endpoint, ...]:
        """List all endpoints."""
        return read(ENDPOINT_LIST, await self._rest.call("GET", "endpoints"))

    async def send_message(
        self,
        to: str,
        from_: str,
        *,
        body: str | None = None,
        variables: Container | None = None,
    ) -> None:
        """Send a message to some technology URI or endpoint.

        Args:
            to: The endpoint resource or technology specific URI to send the message to. Valid resources
                are pjsip, and xmpp.
            from_: The endpoint resource or technology specific identity to send this message from. Valid
                resources are pjsip, and xmpp.
            body: The body of the message
            variables: Pass the value alone.

        Raises AriError:
            400: Invalid parameters for sending a message.
            404: Endpoint not found
        """
        await self._rest.call(
            "PUT",
            "endpoints/sendMessage",
            {"to": to, "from": from_, "body": body},
            None if variables is None else {"variables": variables},
        )

    async def refer(
        self,
        to: str,
        from_: str,
        refer_to: str,
        *,
        to_self: bool | None = None,
        variables: Container | None = None,
    ) -> None:
        """Refer an endpoint or technology URI to some technology URI or endpoint.

        Args:
            to: The endpoint resource or technology specific URI that should be referred to somewhere.
                Valid resource is pjsip.
            from_: The endpoint resource or technology specific identity to refer from.
            refer_to: The endpoint resource or technology specific URI to refer to.
            to_self: If true and "refer_to" refers to an Asterisk endpoint, the "refer_to" value is set to
                point to this Asterisk endpoint - so the referee is referred to Asterisk. Otherwise, use
                the contact URI associated with the endpoint. (default False)
            variables: Pass the value alone. The "variables" key in the body object holds technology
                specific key/value pairs to append to the message. These can be interpreted and used by the
                various resource types; for example, the pjsip resource type will add the key/value pairs
                as SIP headers. The "display_name" key is used by the PJSIP technology. Its value will be
                prepended as a display name to the Refer-To URI.

        Raises AriError:
            400: Invalid parameters for referring.
            404: Endpoint not found
        """
        await self._rest.call(
            "POST",
            "endpoints/refer",
            {"to": to, "from": from_, "refer_to": refer_to, "to_self": to_self},
            None if variables is None else {"variables": variables},
        )

    async def list_by_tech(self, tech: str) -> tuple[Endpoint, ...]:
        """List available endoints for a given endpoint technology.

        Args:
            tech: Technology of the endpoints (pjsip,iax2,...)

        Raises AriError:
            404: Endpoints not found
        """
        return read(ENDPOINT_LIST, await self._rest.call("GET", f"endpoints/{segment(tech)}"))

    async def get(self, tech: str, resource: str) -> Endpoint:
        """Details for an endpoint.

        Args:
            tech: Technology of the endpoint
            resource: ID of the endpoint

        Raises AriError:
            400: Invalid parameters for sending a message.
            404: Endpoints not found
        """
        return read(ENDPOINT, await self._rest.call("GET", f"endpoints/{segment(tech)}/{segment(resource)}"))

    async def send_message_to_endpoint(
        self,
        tech: str,
        resource: str,
        from_: str,
        *,
        body: str | None = None,
        variables: Container | None = None,
    ) -> None:
        """Send a message to some endpoint in a technology.

        Args:
            tech: Technology of the endpoint
            resource: ID of the endpoint
            from_: The endpoint resource or technology specific identity to send this message from. Valid
                resources are pjsip and xmpp.
            body: The body of the message
            variables: Pass the value alone.

        Raises AriError:
            400: Invalid parameters for sending a message.
            404: Endpoint not found
        """
        await self._rest.call(
            "PUT",
            f"endpoints/{segment(tech)}/{segment(resource)}/sendMessage",
            {"from": from_, "body": body},
            None if variables is None else {"variables": variables},
        )

    async def refer_to_endpoint(
        self,
        tech: str,
        resource: str,
        from_: str,
        refer_to: str,
        *,
        to_self: bool | None = None,
        variables: Container | None = None,
    ) -> None:
        """Refer an endpoint or technology URI to some technology URI or endpoint.

        Args:
            tech: Technology of the endpoint
            resource: ID of the endpoint
            from_: The endpoint resource or technology specific identity to refer from.
            refer_to: The endpoint resource or technology specific URI to refer to.
            to_self: If true and "refer_to" refers to an Asterisk endpoint, the "refer_to" value is set to
                point to this Asterisk endpoint - so the referee is referred to Asterisk. Otherwise, use
                the contact URI associated with the endpoint. (default False)
            variables: Pass the value alone. The "variables" key in the body object holds technology
                specific key/value pairs to append to the message. These can be interpreted and used by the
                various resource types; for example, the pjsip resource type will add the key/value pairs
                as SIP headers,

        Raises AriError:
            400: Invalid parameters for referring.
            404: Endpoint not found
        """
        await self._rest.call(
            "POST",
            f"endpoints/{segment(tech)}/{segment(resource)}/refer",
            {"from": from_, "refer_to": refer_to, "to_self": to_self},
            None if variables is None else {"variables": variables},
        )


class Events(Resource):
    """`events` of ARI."""

    __slots__ = ()

    async def user_event(
        self,
        event_name: str,
        application: str,
        *,
        source: str | Sequence[str] | None = None,
        variables: Container | None = None,
    ) -> None:
        """Generate a user event.

        Args:
            event_name: Event name
            application: The name of the application that will receive this event
            source: URI for event source (channel:{channelId}, bridge:{bridgeId},
                endpoint:{tech}/{resource}, deviceState:{deviceName}
            variables: Pass the value alone. The "variables" key in the body object holds custom key/value
                pairs to add to the user event. Ex. { "variables": { "key": "value" } }

        Raises AriError:
            404: Application does not exist.
            422: Event source not found.
            400: Invalid even tsource URI or userevent data.
        """
        await self._rest.call(
            "POST",
            f"events/user/{segment(event_name)}",
            {"application": application, "source": source},
            None if variables is None else {"variables": variables},
        )

    async def claim_channel(self, channel_id: str, application: str) -> None:
        """Claim a broadcast channel for this application.

        Atomically claims a channel that is in broadcast state. Only the first claim succeeds.

        Args:
            channel_id: The ID of the channel to claim
            application: The name of the application claiming the channel

        Raises AriError:
            404: Channel not found or not in broadcast state.
            409: Channel has already been claimed by another application.
        """
        await self._rest.call("POST", "events/claim", {"channelId": channel_id, "application": application})


class Mailboxes(Resource):
    """`mailboxes` of ARI."""

    __slots__ = ()

    async def list(self) -> tuple[Mailbox, ...]:
        """List all mailboxes."""
        return read(MAILBOX_LIST, await self._rest.call("GET", "mailboxes"))

    async def get(self, mailbox_name: str) -> Mailbox:
        """Retrieve the current state of a mailbox.

        Args:
            mailbox_name: Name of the mailbox

        Raises AriError:
            404: Mailbox not found
        """
        return read(MAILBOX, await self._rest.call("GET", f"mailboxes/{segment(mailbox_name)}"))

    async def update(self, mailbox_name: str, old_messages: int, new_messages: int) -> None:
        """Change the state of a mailbox. (Note - implicitly creates the mailbox).

        Args:
            mailbox_name: Name of the mailbox
            old_messages: Count of old messages in the mailbox
            new_messages: Count of new messages in the mailbox

        Raises AriError:
            404: Mailbox not found
        """
        await self._rest.call(
            "PUT",
            f"mailboxes/{segment(mailbox_name)}",
            {"oldMessages": old_messages, "newMessages": new_messages},
        )

    async def delete(self, mailbox_name: str) -> None:
        """Destroy a mailbox.

        Args:
            mailbox_name: Name of the mailbox

        Raises AriError:
            404: Mailbox not found
        """
        await self._rest.call("DELETE", f"mailboxes/{segment(mailbox_name)}")


class Playbacks(Resource):
    """`playbacks` of ARI."""

    __slots__ = ()

    async def get(self, playback_id: str) -> Playback:
        """Get a playback's details.

        Args:
            playback_id: Playback's id

        Raises AriError:
            404: The playback cannot be found
        """
        return read(PLAYBACK, await self._rest.call("GET", f"playbacks/{segment(playback_id)}"))

    async def stop(self, playback_id: str) -> None:
        """Stop a playback.

        Args:
            playback_id: Playback's id

        Raises AriError:
            404: The playback cannot be found
        """
        await self._rest.call("DELETE", f"playbacks/{segment(playback_id)}")

    async def control(self, playback_id: str, operation: str) -> None:
        """Control a playback.

        Args:
            playback_id: Playback's id
            operation: Operation to perform on the playback. One of: restart, pause, unpause, reverse,
                forward.

        Raises AriError:
            400: The provided operation parameter was invalid
            404: The playback cannot be found
            409: The operation cannot be performed in the playback's current state
        """
        await self._rest.call("POST", f"playbacks/{segment(playback_id)}/control", {"operation": operation})


class Recordings(Resource):
    """`recordings` of ARI."""

    __slots__ = ()

    async def list_stored(self) -> tuple[StoredRecording, ...]:
        """List recordings that are complete."""
        return read(STORED_RECORDING_LIST, await self._rest.call("GET", "recordings/stored"))

    async def get_stored(self, recording_name: str) -> StoredRecording:
        """Get a stored recording's details.

        Args:
            recording_name: The name of the recording

        Raises AriError:
            404: Recording not found
        """
        answer = await self._rest.call(
            "GET",
            f"recordings/stored/{segment(recording_name)}",
        )
        return read(STORED_RECORDING, answer)

    async def delete_stored(self, recording_name: str) -> None:
        """Delete a stored recording.

        Args:
            recording_name: The name of the recording

        Raises AriError:
            404: Recording not found
        """
        await self._rest.call("DELETE", f"recordings/stored/{segment(recording_name)}")

    async def copy_stored(self, recording_name: str, destination_recording_name: str) -> StoredRecording:
        """Copy a stored recording.

        Args:
            recording_name: The name of the recording to copy
            destination_recording_name: The destination name of the recording

        Raises AriError:
            404: Recording not found
            409: A recording with the same name already exists on the system
        """
        answer = await self._rest.call(
            "POST",
            f"recordings/stored/{segment(recording_name)}/copy",
            {"destinationRecordingName": destination_recording_name},
        )
        return read(STORED_RECORDING, answer)

    async def get_live(self, recording_name: str) -> LiveRecording:
        """List live recordings.

        Args:
            recording_name: The name of the recording

        Raises AriError:
            404: Recording not found
        """
        answer = await self._rest.call(
            "GET",
            f"recordings/live/{segment(recording_name)}",
        )
        return read(LIVE_RECORDING, answer)

    async def cancel(self, recording_name: str) -> None:
        """Stop a live recording and discard it.

        Args:
            recording_name: The name of the recording

        Raises AriError:
            404: Recording not found
        """
        await self._rest.call("DELETE", f"recordings/live/{segment(recording_name)}")

    async def stop(self, recording_name: str) -> None:
        """Stop a live recording and store it.

        Args:
            recording_name: The name of the recording

        Raises AriError:
            404: Recording not found
        """
        await self._rest.call("POST", f"recordings/live/{segment(recording_name)}/stop")

    async def pause(self, recording_name: str) -> None:
        """Pause a live recording.

        Pausing a recording suspends silence detection, which will be restarted when the recording is
        unpaused. Paused time is not included in the accounting for maxDurationSeconds.

        Args:
            recording_name: The name of the recording

        Raises AriError:
            404: Recording not found
            409: Recording not in session
        """
        await self._rest.call("POST", f"recordings/live/{segment(recording_name)}/pause")

    async def unpause(self, recording_name: str) -> None:
        """Unpause a live recording.

        Args:
            recording_name: The name of the recording

        Raises AriError:
            404: Recording not found
            409: Recording not in session
        """
        await self._rest.call("DELETE", f"recordings/live/{segment(recording_name)}/pause")

    async def mute(self, recording_name: str) -> None:
        """Mute a live recording.

        Muting a recording suspends silence detection, which will be restarted when the recording is
        unmuted.

        Args:
            recording_name: The name of the recording

        Raises AriError:
            404: Recording not found
            409: Recording not in session
        """
        await self._rest.call("POST", f"recordings/live/{segment(recording_name)}/mute")

    async def unmute(self, recording_name: str) -> None:
        """Unmute a live recording.

        Args:
            recording_name: The name of the recording

        Raises AriError:
            404: Recording not found
            409: Recording not in session
        """
        await self._rest.call("DELETE", f"recordings/live/{segment(recording_name)}/mute")


class Sounds(Resource):
    """`sounds` of ARI."""

    __slots__ = ()

    async def list(self, *, lang: str | None = None, format: str | None = None) -> tuple[Sound, ...]:
        """List all sounds.

        Args:
            lang: Lookup sound for a specific language.
            format: Lookup sound in a specific format.
        """
        return read(SOUND_LIST, await self._rest.call("GET", "sounds", {"lang": lang, "format": format}))

    async def get(self, sound_id: str) -> Sound:
        """Get a sound's details.

        Args:
            sound_id: Sound's id
        """
        return read(SOUND, await self._rest.call("GET", f"sounds/{segment(sound_id)}"))


class Api:
    """Every resource of ARI over one `Rest`."""

    def __init__(self, rest: Rest) -> None:
        self.applications = Applications(rest)
        self.asterisk = Asterisk(rest)
        self.bridges = Bridges(rest)
        self.channels = Channels(rest)
        self.device_states = DeviceStates(rest)
        self.endpoints = Endpoints(rest)
        self.events = Events(rest)
        self.mailboxes = Mailboxes(rest)
        self.playbacks = Playbacks(rest)
        self.recordings = Recordings(rest)
        self.sounds = Sounds(rest)
