"""Asterisk's REST interface as typed Python: models, events and one class for each resource.

Written by `codegen.py` from the Swagger descriptions that come with Asterisk; edit that, never this file.
It holds names, types and status codes only; what they mean stands in Asterisk's own documentation.
Timestamps stay strings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from convonet_ari.stasis.ari.rest import Container, Resource, Rest, read, segment


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """Asterisk's model `Application`."""

    name: str
    channel_ids: tuple[str, ...]
    bridge_ids: tuple[str, ...]
    endpoint_ids: tuple[str, ...]
    device_names: tuple[str, ...]
    events_allowed: tuple[Mapping[str, Any], ...]
    events_disallowed: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildInfo:
    """Asterisk's model `BuildInfo`."""

    os: str
    kernel: str
    options: str
    machine: str
    date: str
    user: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemInfo:
    """Asterisk's model `SystemInfo`."""

    version: str
    entity_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetId:
    """Asterisk's model `SetId`."""

    user: str
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigInfo:
    """Asterisk's model `ConfigInfo`."""

    name: str
    default_language: str
    max_channels: int | None = None
    max_open_files: int | None = None
    max_load: float | None = None
    setid: SetId


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusInfo:
    """Asterisk's model `StatusInfo`."""

    startup_time: str
    last_reload_time: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AsteriskInfo:
    """Asterisk's model `AsteriskInfo`."""

    build: BuildInfo | None = None
    system: SystemInfo | None = None
    config: ConfigInfo | None = None
    status: StatusInfo | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AsteriskPing:
    """Asterisk's model `AsteriskPing`."""

    asterisk_id: str
    ping: str
    timestamp: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """Asterisk's model `Module`."""

    name: str
    description: str
    use_count: int
    status: str
    support_level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogChannel:
    """Asterisk's model `LogChannel`."""

    channel: str
    type: str
    status: str
    configuration: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """Asterisk's model `Variable`."""

    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Variables:
    """Asterisk's model `Variables`."""

    variables: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigTuple:
    """Asterisk's model `ConfigTuple`."""

    attribute: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """Asterisk's model `Bridge`."""

    id: str
    technology: str
    bridge_type: str
    """One of: mixing, holding."""
    bridge_class: str
    creator: str
    name: str
    channels: tuple[str, ...]
    video_mode: str | None = None
    video_source_id: str | None = None
    creationtime: str
    bridgevars: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialed:
    """Asterisk's model `Dialed`."""



@dataclass(frozen=True, slots=True, kw_only=True)
class DialplanCEP:
    """Asterisk's model `DialplanCEP`."""

    context: str
    exten: str
    priority: int
    app_name: str
    app_data: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerID:
    """Asterisk's model `CallerID`."""

    name: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RTPstat:
    """Asterisk's model `RTPstat`."""

    txcount: int
    rxcount: int
    txjitter: float | None = None
    rxjitter: float | None = None
    remote_maxjitter: float | None = None
    remote_minjitter: float | None = None
    remote_normdevjitter: float | None = None
    remote_stdevjitter: float | None = None
    local_maxjitter: float | None = None
    local_minjitter: float | None = None
    local_normdevjitter: float | None = None
    local_stdevjitter: float | None = None
    txploss: int
    rxploss: int
    remote_maxrxploss: float | None = None
    remote_minrxploss: float | None = None
    remote_normdevrxploss: float | None = None
    remote_stdevrxploss: float | None = None
    local_maxrxploss: float | None = None
    local_minrxploss: float | None = None
    local_normdevrxploss: float | None = None
    local_stdevrxploss: float | None = None
    rtt: float | None = None
    maxrtt: float | None = None
    minrtt: float | None = None
    normdevrtt: float | None = None
    stdevrtt: float | None = None
    local_ssrc: int
    remote_ssrc: int
    txoctetcount: int
    rxoctetcount: int
    channel_uniqueid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """Asterisk's model `Channel`."""

    id: str
    protocol_id: str
    name: str
    state: str
    """One of: Down, Rsrved, OffHook, Dialing, Ring, Ringing, Up, Busy, Dialing Offhook, Pre-ring, Unknown."""
    caller: CallerID
    connected: CallerID
    accountcode: str
    dialplan: DialplanCEP
    creationtime: str
    language: str
    channelvars: Mapping[str, Any] | None = None
    caller_rdnis: str | None = None
    tenantid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceState:
    """Asterisk's model `DeviceState`."""

    name: str
    state: str
    """One of: UNKNOWN, NOT_INUSE, INUSE, BUSY, INVALID, UNAVAILABLE, RINGING, RINGINUSE, ONHOLD."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Asterisk's model `Endpoint`."""

    technology: str
    resource: str
    state: str | None = None
    """One of: unknown, offline, online."""
    channel_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextMessage:
    """Asterisk's model `TextMessage`."""

    from_: Annotated[str, Field(validation_alias="from")]
    to: str
    body: str
    variables: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What these share: Event, MissingParams."""

    asterisk_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingParams(Message):
    """Asterisk's message `MissingParams`."""

    type: Literal["MissingParams"] = "MissingParams"
    params: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Message):
    """What these share: ApplicationMoveFailed, ApplicationRegistered, ApplicationReplaced,
    ApplicationUnregistered, BridgeAttendedTransfer, BridgeBlindTransfer, BridgeCreated, BridgeDestroyed,
    BridgeMerged, BridgeVideoSourceChanged, CallBroadcast, CallClaimed, ChannelCallerId,
    ChannelConnectedLine, ChannelCreated, ChannelDestroyed, ChannelDialplan, ChannelDtmfReceived,
    ChannelEnteredBridge, ChannelHangupRequest, ChannelHold, ChannelLeftBridge, ChannelStateChange,
    ChannelTalkingFinished, ChannelTalkingStarted, ChannelToneDetected, ChannelTransfer, ChannelUnhold,
    ChannelUserevent, ChannelVarset, ContactStatusChange, DeviceStateChanged, Dial, EndpointStateChange,
    PeerStatusChange, PlaybackContinuing, PlaybackFinished, PlaybackStarted, RESTResponse, RecordingFailed,
    RecordingFinished, RecordingStarted, StasisEnd, StasisStart, TextMessageReceived.
    """

    application: str
    timestamp: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactInfo:
    """Asterisk's model `ContactInfo`."""

    uri: str
    contact_status: str
    """One of: Unreachable, Reachable, Unknown, NonQualified, Removed."""
    aor: str
    roundtrip_usec: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """Asterisk's model `Peer`."""

    peer_status: str
    cause: str | None = None
    address: str | None = None
    port: str | None = None
    time: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceStateChanged(Event):
    """Asterisk's message `DeviceStateChanged`."""

    type: Literal["DeviceStateChanged"] = "DeviceStateChanged"
    device_state: DeviceState


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybackStarted(Event):
    """Asterisk's message `PlaybackStarted`."""

    type: Literal["PlaybackStarted"] = "PlaybackStarted"
    playback: Playback


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybackContinuing(Event):
    """Asterisk's message `PlaybackContinuing`."""

    type: Literal["PlaybackContinuing"] = "PlaybackContinuing"
    playback: Playback


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybackFinished(Event):
    """Asterisk's message `PlaybackFinished`."""

    type: Literal["PlaybackFinished"] = "PlaybackFinished"
    playback: Playback


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingStarted(Event):
    """Asterisk's message `RecordingStarted`."""

    type: Literal["RecordingStarted"] = "RecordingStarted"
    recording: LiveRecording


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingFinished(Event):
    """Asterisk's message `RecordingFinished`."""

    type: Literal["RecordingFinished"] = "RecordingFinished"
    recording: LiveRecording


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingFailed(Event):
    """Asterisk's message `RecordingFailed`."""

    type: Literal["RecordingFailed"] = "RecordingFailed"
    recording: LiveRecording


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationMoveFailed(Event):
    """Asterisk's message `ApplicationMoveFailed`."""

    type: Literal["ApplicationMoveFailed"] = "ApplicationMoveFailed"
    channel: Channel
    destination: str
    args: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationRegistered(Event):
    """Asterisk's message `ApplicationRegistered`."""

    type: Literal["ApplicationRegistered"] = "ApplicationRegistered"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationUnregistered(Event):
    """Asterisk's message `ApplicationUnregistered`."""

    type: Literal["ApplicationUnregistered"] = "ApplicationUnregistered"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationReplaced(Event):
    """Asterisk's message `ApplicationReplaced`."""

    type: Literal["ApplicationReplaced"] = "ApplicationReplaced"


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeCreated(Event):
    """Asterisk's message `BridgeCreated`."""

    type: Literal["BridgeCreated"] = "BridgeCreated"
    bridge: Bridge


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeDestroyed(Event):
    """Asterisk's message `BridgeDestroyed`."""

    type: Literal["BridgeDestroyed"] = "BridgeDestroyed"
    bridge: Bridge


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeMerged(Event):
    """Asterisk's message `BridgeMerged`."""

    type: Literal["BridgeMerged"] = "BridgeMerged"
    bridge: Bridge
    bridge_from: Bridge


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeVideoSourceChanged(Event):
    """Asterisk's message `BridgeVideoSourceChanged`."""

    type: Literal["BridgeVideoSourceChanged"] = "BridgeVideoSourceChanged"
    bridge: Bridge
    old_video_source_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeBlindTransfer(Event):
    """Asterisk's message `BridgeBlindTransfer`."""

    type: Literal["BridgeBlindTransfer"] = "BridgeBlindTransfer"
    channel: Channel
    replace_channel: Channel | None = None
    transferee: Channel | None = None
    exten: str
    context: str
    result: str
    is_external: bool
    bridge: Bridge | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeAttendedTransfer(Event):
    """Asterisk's message `BridgeAttendedTransfer`."""

    type: Literal["BridgeAttendedTransfer"] = "BridgeAttendedTransfer"
    transferer_first_leg: Channel
    transferer_second_leg: Channel
    replace_channel: Channel | None = None
    transferee: Channel | None = None
    transfer_target: Channel | None = None
    result: str
    is_external: bool
    transferer_first_leg_bridge: Bridge | None = None
    transferer_second_leg_bridge: Bridge | None = None
    destination_type: str
    destination_bridge: str | None = None
    destination_application: str | None = None
    destination_link_first_leg: Channel | None = None
    destination_link_second_leg: Channel | None = None
    destination_threeway_channel: Channel | None = None
    destination_threeway_bridge: Bridge | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelCreated(Event):
    """Asterisk's message `ChannelCreated`."""

    type: Literal["ChannelCreated"] = "ChannelCreated"
    channel: Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelDestroyed(Event):
    """Asterisk's message `ChannelDestroyed`."""

    type: Literal["ChannelDestroyed"] = "ChannelDestroyed"
    cause: int
    cause_txt: str
    tech_cause: int | None = None
    channel: Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelEnteredBridge(Event):
    """Asterisk's message `ChannelEnteredBridge`."""

    type: Literal["ChannelEnteredBridge"] = "ChannelEnteredBridge"
    bridge: Bridge
    channel: Channel | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelLeftBridge(Event):
    """Asterisk's message `ChannelLeftBridge`."""

    type: Literal["ChannelLeftBridge"] = "ChannelLeftBridge"
    bridge: Bridge
    channel: Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelStateChange(Event):
    """Asterisk's message `ChannelStateChange`."""

    type: Literal["ChannelStateChange"] = "ChannelStateChange"
    channel: Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelDtmfReceived(Event):
    """Asterisk's message `ChannelDtmfReceived`."""

    type: Literal["ChannelDtmfReceived"] = "ChannelDtmfReceived"
    digit: str
    duration_ms: int
    channel: Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelDialplan(Event):
    """Asterisk's message `ChannelDialplan`."""

    type: Literal["ChannelDialplan"] = "ChannelDialplan"
    channel: Channel
    dialplan_app: str
    dialplan_app_data: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelCallerId(Event):
    """Asterisk's message `ChannelCallerId`."""

    type: Literal["ChannelCallerId"] = "ChannelCallerId"
    caller_presentation: int
    caller_presentation_txt: str
    channel: Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelUserevent(Event):
    """Asterisk's message `ChannelUserevent`."""

    type: Literal["ChannelUserevent"] = "ChannelUserevent"
    eventname: str
    channel: Channel | None = None
    bridge: Bridge | None = None
    endpoint: Endpoint | None = None
    userevent: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelHangupRequest(Event):
    """Asterisk's message `ChannelHangupRequest`."""

    type: Literal["ChannelHangupRequest"] = "ChannelHangupRequest"
    cause: int | None = None
    tech_cause: int | None = None
    soft: bool | None = None
    channel: Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelVarset(Event):
    """Asterisk's message `ChannelVarset`."""

    type: Literal["ChannelVarset"] = "ChannelVarset"
    variable: str
    value: str
    channel: Channel | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelHold(Event):
    """Asterisk's message `ChannelHold`."""

    type: Literal["ChannelHold"] = "ChannelHold"
    channel: Channel
    musicclass: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelUnhold(Event):
    """Asterisk's message `ChannelUnhold`."""

    type: Literal["ChannelUnhold"] = "ChannelUnhold"
    channel: Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelToneDetected(Event):
    """Asterisk's message `ChannelToneDetected`."""

    type: Literal["ChannelToneDetected"] = "ChannelToneDetected"
    channel: Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelTalkingStarted(Event):
    """Asterisk's message `ChannelTalkingStarted`."""

    type: Literal["ChannelTalkingStarted"] = "ChannelTalkingStarted"
    channel: Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelTalkingFinished(Event):
    """Asterisk's message `ChannelTalkingFinished`."""

    type: Literal["ChannelTalkingFinished"] = "ChannelTalkingFinished"
    channel: Channel
    duration: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactStatusChange(Event):
    """Asterisk's message `ContactStatusChange`."""

    type: Literal["ContactStatusChange"] = "ContactStatusChange"
    endpoint: Endpoint
    contact_info: ContactInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerStatusChange(Event):
    """Asterisk's message `PeerStatusChange`."""

    type: Literal["PeerStatusChange"] = "PeerStatusChange"
    endpoint: Endpoint
    peer: Peer


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointStateChange(Event):
    """Asterisk's message `EndpointStateChange`."""

    type: Literal["EndpointStateChange"] = "EndpointStateChange"
    endpoint: Endpoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Dial(Event):
    """Asterisk's message `Dial`."""

    type: Literal["Dial"] = "Dial"
    caller: Channel | None = None
    peer: Channel
    forward: str | None = None
    forwarded: Channel | None = None
    dialstring: str | None = None
    dialstatus: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StasisEnd(Event):
    """Asterisk's message `StasisEnd`."""

    type: Literal["StasisEnd"] = "StasisEnd"
    channel: Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class StasisStart(Event):
    """Asterisk's message `StasisStart`."""

    type: Literal["StasisStart"] = "StasisStart"
    args: tuple[str, ...]
    channel: Channel
    replace_channel: Channel | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextMessageReceived(Event):
    """Asterisk's message `TextMessageReceived`."""

    type: Literal["TextMessageReceived"] = "TextMessageReceived"
    message: TextMessage
    endpoint: Endpoint | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelConnectedLine(Event):
    """Asterisk's message `ChannelConnectedLine`."""

    type: Literal["ChannelConnectedLine"] = "ChannelConnectedLine"
    channel: Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelTransfer(Event):
    """Asterisk's message `ChannelTransfer`."""

    type: Literal["ChannelTransfer"] = "ChannelTransfer"
    state: str | None = None
    refer_to: ReferTo
    referred_by: ReferredBy


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferTo:
    """Asterisk's model `ReferTo`."""

    requested_destination: RequiredDestination
    destination_channel: Channel | None = None
    connected_channel: Channel | None = None
    bridge: Bridge | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferredBy:
    """Asterisk's model `ReferredBy`."""

    source_channel: Channel
    connected_channel: Channel | None = None
    bridge: Bridge | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredDestination:
    """Asterisk's model `RequiredDestination`."""

    protocol_id: str | None = None
    destination: str | None = None
    additional_protocol_params: tuple[AdditionalParam, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AdditionalParam:
    """Asterisk's model `AdditionalParam`."""

    parameter_name: str
    parameter_value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RESTHeader:
    """Asterisk's model `RESTHeader`."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RESTQueryStringParameter:
    """Asterisk's model `RESTQueryStringParameter`."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RESTRequest:
    """Asterisk's model `RESTRequest`."""

    type: str
    transaction_id: str
    request_id: str
    method: str
    uri: str
    content_type: str | None = None
    query_strings: tuple[RESTQueryStringParameter, ...] | None = None
    message_body: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RESTResponse:
    """Asterisk's message `RESTResponse`."""

    type: Literal["RESTResponse"] = "RESTResponse"
    transaction_id: str
    request_id: str
    status_code: int
    reason_phrase: str
    uri: str
    content_type: str | None = None
    message_body: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBroadcast(Event):
    """Asterisk's message `CallBroadcast`."""

    type: Literal["CallBroadcast"] = "CallBroadcast"
    channel: Channel
    caller: str | None = None
    called: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallClaimed(Event):
    """Asterisk's message `CallClaimed`."""

    type: Literal["CallClaimed"] = "CallClaimed"
    channel: Channel
    winner_app: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """Asterisk's model `Mailbox`."""

    name: str
    old_messages: int
    new_messages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Playback:
    """Asterisk's model `Playback`."""

    id: str
    media_uri: str
    next_media_uri: str | None = None
    target_uri: str
    language: str | None = None
    state: str
    """One of: queued, playing, continuing, done, failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRecording:
    """Asterisk's model `StoredRecording`."""

    name: str
    format: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveRecording:
    """Asterisk's model `LiveRecording`."""

    name: str
    format: str
    target_uri: str
    state: str
    """One of: queued, recording, paused, done, failed, canceled."""
    duration: int | None = None
    talking_duration: int | None = None
    silence_duration: int | None = None
    cause: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatLangPair:
    """Asterisk's model `FormatLangPair`."""

    language: str
    format: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """Asterisk's model `Sound`."""

    id: str
    text: str | None = None
    formats: tuple[FormatLangPair, ...]


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
        """`GET /applications`"""
        return read(APPLICATION_LIST, await self._rest.call("GET", "applications"))

    async def get(self, application_name: str) -> Application:
        """`GET /applications/{applicationName}`

        Args:
            application_name: string `applicationName` in the path, required.

        Raises AriError: 404.
        """
        return read(APPLICATION, await self._rest.call("GET", f"applications/{segment(application_name)}"))

    async def subscribe(self, application_name: str, event_source: str | Sequence[str]) -> Application:
        """`POST /applications/{applicationName}/subscription`

        Args:
            application_name: string `applicationName` in the path, required.
            event_source: string `eventSource` in the query, required.

        Raises AriError: 400, 404, 422.
        """
        answer = await self._rest.call(
            "POST",
            f"applications/{segment(application_name)}/subscription",
            {"eventSource": event_source},
        )
        return read(APPLICATION, answer)

    async def unsubscribe(self, application_name: str, event_source: str | Sequence[str]) -> Application:
        """`DELETE /applications/{applicationName}/subscription`

        Args:
            application_name: string `applicationName` in the path, required.
            event_source: string `eventSource` in the query, required.

        Raises AriError: 400, 404, 409, 422.
        """
        answer = await self._rest.call(
            "DELETE",
            f"applications/{segment(application_name)}/subscription",
            {"eventSource": event_source},
        )
        return read(APPLICATION, answer)

    async def filter(self, application_name: str, *, filter: Mapping[str, Any] | None = None) -> Application:
        """`PUT /applications/{applicationName}/eventFilter`

        Args:
            application_name: string `applicationName` in the path, required.
            filter: object `filter` in the body, optional.

        Raises AriError: 400, 404.
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
        """`GET /asterisk/config/dynamic/{configClass}/{objectType}/{id}`

        Args:
            config_class: string `configClass` in the path, required.
            object_type: string `objectType` in the path, required.
            id: string `id` in the path, required.

        Raises AriError: 404.
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
        """`PUT /asterisk/config/dynamic/{configClass}/{objectType}/{id}`

        Args:
            config_class: string `configClass` in the path, required.
            object_type: string `objectType` in the path, required.
            id: string `id` in the path, required.
            fields: containers `fields` in the body, optional, pass the value alone.

        Raises AriError: 400, 403, 404.
        """
        answer = await self._rest.call(
            "PUT",
            f"asterisk/config/dynamic/{segment(config_class)}/{segment(object_type)}/{segment(id)}",
            body=None if fields is None else {"fields": fields},
        )
        return read(CONFIG_TUPLE_LIST, answer)

    async def delete_object(self, config_class: str, object_type: str, id: str) -> None:
        """`DELETE /asterisk/config/dynamic/{configClass}/{objectType}/{id}`

        Args:
            config_class: string `configClass` in the path, required.
            object_type: string `objectType` in the path, required.
            id: string `id` in the path, required.

        Raises AriError: 403, 404.
        """
        await self._rest.call(
            "DELETE",
            f"asterisk/config/dynamic/{segment(config_class)}/{segment(object_type)}/{segment(id)}",
        )

    async def get_info(self, *, only: str | Sequence[str] | None = None) -> AsteriskInfo:
        """`GET /asterisk/info`

        Args:
            only: string `only` in the query, optional. One of: build, system, config, status.
        """
        return read(ASTERISK_INFO, await self._rest.call("GET", "asterisk/info", {"only": only}))

    async def ping(self) -> AsteriskPing:
        """`GET /asterisk/ping`"""
        return read(ASTERISK_PING, await self._rest.call("GET", "asterisk/ping"))

    async def list_modules(self) -> tuple[Module, ...]:
        """`GET /asterisk/modules`"""
        return read(MODULE_LIST, await self._rest.call("GET", "asterisk/modules"))

    async def get_module(self, module_name: str) -> Module:
        """`GET /asterisk/modules/{moduleName}`

        Args:
            module_name: string `moduleName` in the path, required.

        Raises AriError: 404, 409.
        """
        return read(MODULE, await self._rest.call("GET", f"asterisk/modules/{segment(module_name)}"))

    async def load_module(self, module_name: str) -> None:
        """`POST /asterisk/modules/{moduleName}`

        Args:
            module_name: string `moduleName` in the path, required.

        Raises AriError: 409.
        """
        await self._rest.call("POST", f"asterisk/modules/{segment(module_name)}")

    async def unload_module(self, module_name: str) -> None:
        """`DELETE /asterisk/modules/{moduleName}`

        Args:
            module_name: string `moduleName` in the path, required.

        Raises AriError: 404, 409.
        """
        await self._rest.call("DELETE", f"asterisk/modules/{segment(module_name)}")

    async def reload_module(self, module_name: str) -> None:
        """`PUT /asterisk/modules/{moduleName}`

        Args:
            module_name: string `moduleName` in the path, required.

        Raises AriError: 404, 409.
        """
        await self._rest.call("PUT", f"asterisk/modules/{segment(module_name)}")

    async def list_log_channels(self) -> tuple[LogChannel, ...]:
        """`GET /asterisk/logging`"""
        return read(LOG_CHANNEL_LIST, await self._rest.call("GET", "asterisk/logging"))

    async def add_log(self, log_channel_name: str, configuration: str) -> None:
        """`POST /asterisk/logging/{logChannelName}`

        Args:
            log_channel_name: string `logChannelName` in the path, required.
            configuration: string `configuration` in the query, required.

        Raises AriError: 400, 409.
        """
        await self._rest.call(
            "POST",
            f"asterisk/logging/{segment(log_channel_name)}",
            {"configuration": configuration},
        )

    async def delete_log(self, log_channel_name: str) -> None:
        """`DELETE /asterisk/logging/{logChannelName}`

        Args:
            log_channel_name: string `logChannelName` in the path, required.

        Raises AriError: 404.
        """
        await self._rest.call("DELETE", f"asterisk/logging/{segment(log_channel_name)}")

    async def rotate_log(self, log_channel_name: str) -> None:
        """`PUT /asterisk/logging/{logChannelName}/rotate`

        Args:
            log_channel_name: string `logChannelName` in the path, required.

        Raises AriError: 404.
        """
        await self._rest.call("PUT", f"asterisk/logging/{segment(log_channel_name)}/rotate")

    async def get_global_var(self, variable: str) -> Variable:
        """`GET /asterisk/variable`

        Args:
            variable: string `variable` in the query, required.

        Raises AriError: 400.
        """
        return read(VARIABLE, await self._rest.call("GET", "asterisk/variable", {"variable": variable}))

    async def set_global_var(self, variable: str, *, value: str | None = None) -> None:
        """`POST /asterisk/variable`

        Args:
            variable: string `variable` in the query, required.
            value: string `value` in the query, optional.

        Raises AriError: 400.
        """
        await self._rest.call("POST", "asterisk/variable", {"variable": variable, "value": value})


class Bridges(Resource):
    """`bridges` of ARI."""

    __slots__ = ()

    async def list(self) -> tuple[Bridge, ...]:
        """`GET /bridges`"""
        return read(BRIDGE_LIST, await self._rest.call("GET", "bridges"))

    async def create(
        self,
        *,
        type: str | None = None,
        bridge_id: str | None = None,
        name: str | None = None,
        variables: Container | None = None,
    ) -> Bridge:
        """`POST /bridges`

        Args:
            type: string `type` in the query, optional.
            bridge_id: string `bridgeId` in the query, optional.
            name: string `name` in the query, optional.
            variables: containers `variables` in the body, optional, pass the value alone.

        Raises AriError: 409.
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
        """`POST /bridges/{bridgeId}`

        Args:
            bridge_id: string `bridgeId` in the path, required.
            type: string `type` in the query, optional.
            name: string `name` in the query, optional.
            variables: containers `variables` in the body, optional, pass the value alone.

        Raises AriError: 409.
        """
        answer = await self._rest.call(
            "POST",
            f"bridges/{segment(bridge_id)}",
            {"type": type, "name": name},
            None if variables is None else {"variables": variables},
        )
        return read(BRIDGE, answer)

    async def get(self, bridge_id: str) -> Bridge:
        """`GET /bridges/{bridgeId}`

        Args:
            bridge_id: string `bridgeId` in the path, required.

        Raises AriError: 404.
        """
        return read(BRIDGE, await self._rest.call("GET", f"bridges/{segment(bridge_id)}"))

    async def destroy(self, bridge_id: str) -> None:
        """`DELETE /bridges/{bridgeId}`

        Args:
            bridge_id: string `bridgeId` in the path, required.

        Raises AriError: 404.
        """
        await self._rest.call("DELETE", f"bridges/{segment(bridge_id)}")

    async def get_bridge_var(self, bridge_id: str, variable: str) -> Variable:
        """`GET /bridges/{bridgeId}/variable`

        Args:
            bridge_id: string `bridgeId` in the path, required.
            variable: string `variable` in the query, required.

        Raises AriError: 400, 404, 409.
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
        """`POST /bridges/{bridgeId}/variable`

        Args:
            bridge_id: string `bridgeId` in the path, required.
            variable: string `variable` in the query, required.
            value: string `value` in the query, optional.
            report_events: boolean `report_events` in the query, optional. Default: False.

        Raises AriError: 400, 404, 409.
        """
        await self._rest.call(
            "POST",
            f"bridges/{segment(bridge_id)}/variable",
            {"variable": variable, "value": value, "report_events": report_events},
        )

    async def get_bridge_vars(self, bridge_id: str, variables: str | Sequence[str]) -> Variables:
        """`GET /bridges/{bridgeId}/variables`

        Args:
            bridge_id: string `bridgeId` in the path, required.
            variables: string `variables` in the query, required.

        Raises AriError: 400, 404, 409.
        """
        answer = await self._rest.call(
            "GET",
            f"bridges/{segment(bridge_id)}/variables",
            {"variables": variables},
        )
        return read(VARIABLES, answer)

    async def set_bridge_vars(self, bridge_id: str, variables: Container) -> None:
        """`POST /bridges/{bridgeId}/variables`

        Args:
            bridge_id: string `bridgeId` in the path, required.
            variables: containers `variables` in the body, required, pass the value alone.

        Raises AriError: 400, 404, 409.
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
        """`POST /bridges/{bridgeId}/addChannel`

        Args:
            bridge_id: string `bridgeId` in the path, required.
            channel: string `channel` in the query, required.
            role: string `role` in the query, optional.
            absorb_dtmf: boolean `absorbDTMF` in the query, optional. Default: False.
            mute: boolean `mute` in the query, optional. Default: False.
            inhibit_connected_line_updates: boolean `inhibitConnectedLineUpdates` in the query, optional.
                Default: False.

        Raises AriError: 400, 404, 409, 422.
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
        """`POST /bridges/{bridgeId}/removeChannel`

        Args:
            bridge_id: string `bridgeId` in the path, required.
            channel: string `channel` in the query, required.

        Raises AriError: 400, 404, 409, 422.
        """
        await self._rest.call("POST", f"bridges/{segment(bridge_id)}/removeChannel", {"channel": channel})

    async def set_video_source(self, bridge_id: str, channel_id: str) -> None:
        """`POST /bridges/{bridgeId}/videoSource/{channelId}`

        Args:
            bridge_id: string `bridgeId` in the path, required.
            channel_id: string `channelId` in the path, required.

        Raises AriError: 404, 409, 422.
        """
        await self._rest.call("POST", f"bridges/{segment(bridge_id)}/videoSource/{segment(channel_id)}")

    async def clear_video_source(self, bridge_id: str) -> None:
        """`DELETE /bridges/{bridgeId}/videoSource`

        Args:
            bridge_id: string `bridgeId` in the path, required.

        Raises AriError: 404.
        """
        await self._rest.call("DELETE", f"bridges/{segment(bridge_id)}/videoSource")

    async def start_moh(self, bridge_id: str, *, moh_class: str | None = None) -> None:
        """`POST /bridges/{bridgeId}/moh`

        Args:
            bridge_id: string `bridgeId` in the path, required.
            moh_class: string `mohClass` in the query, optional.

        Raises AriError: 404, 409.
        """
        await self._rest.call("POST", f"bridges/{segment(bridge_id)}/moh", {"mohClass": moh_class})

    async def stop_moh(self, bridge_id: str) -> None:
        """`DELETE /bridges/{bridgeId}/moh`

        Args:
            bridge_id: string `bridgeId` in the path, required.

        Raises AriError: 404, 409.
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
        """`POST /bridges/{bridgeId}/play`

        Args:
            bridge_id: string `bridgeId` in the path, required.
            media: string `media` in the query, required.
            announcer_format: string `announcer_format` in the query, optional.
            lang: string `lang` in the query, optional.
            offsetms: int `offsetms` in the query, optional. At least 0. Default: 0.
            skipms: int `skipms` in the query, optional. At least 0. Default: 3000.
            playback_id: string `playbackId` in the query, optional.

        Raises AriError: 404, 409, 422.
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
        """`POST /bridges/{bridgeId}/play/{playbackId}`

        Args:
            bridge_id: string `bridgeId` in the path, required.
            playback_id: string `playbackId` in the path, required.
            media: string `media` in the query, required.
            announcer_format: string `announcer_format` in the query, optional.
            lang: string `lang` in the query, optional.
            offsetms: int `offsetms` in the query, optional. At least 0. Default: 0.
            skipms: int `skipms` in the query, optional. At least 0. Default: 3000.

        Raises AriError: 404, 409, 422.
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
        """`POST /bridges/{bridgeId}/record`

        Args:
            bridge_id: string `bridgeId` in the path, required.
            name: string `name` in the query, required.
            format: string `format` in the query, required.
            recorder_format: string `recorder_format` in the query, optional.
            max_duration_seconds: int `maxDurationSeconds` in the query, optional. At least 0. Default: 0.
            max_silence_seconds: int `maxSilenceSeconds` in the query, optional. At least 0. Default: 0.
            if_exists: string `ifExists` in the query, optional. One of: fail, overwrite, append. Default:
                fail.
            beep: boolean `beep` in the query, optional. Default: False.
            terminate_on: string `terminateOn` in the query, optional. One of: none, any, *, #. Default:
                none.

        Raises AriError: 400, 404, 409, 422.
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
        """`GET /channels`"""
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
        """`POST /channels`

        Args:
            endpoint: string `endpoint` in the query, required.
            extension: string `extension` in the query, optional.
            context: string `context` in the query, optional.
            priority: long `priority` in the query, optional.
            label: string `label` in the query, optional.
            app: string `app` in the query, optional.
            app_args: string `appArgs` in the query, optional.
            caller_id: string `callerId` in the query, optional.
            timeout: int `timeout` in the query, optional. Default: 30.
            variables: containers `variables` in the body, optional, pass the value alone.
            channel_id: string `channelId` in the query, optional.
            other_channel_id: string `otherChannelId` in the query, optional.
            originator: string `originator` in the query, optional.
            formats: string `formats` in the query, optional.

        Raises AriError: 400, 409.
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
        """`POST /channels/create`

        Args:
            endpoint: string `endpoint` in the query, required.
            app: string `app` in the query, required.
            app_args: string `appArgs` in the query, optional.
            channel_id: string `channelId` in the query, optional.
            other_channel_id: string `otherChannelId` in the query, optional.
            originator: string `originator` in the query, optional.
            formats: string `formats` in the query, optional.
            variables: containers `variables` in the body, optional, pass the value alone.

        Raises AriError: 409.
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
        """`GET /channels/{channelId}`

        Args:
            channel_id: string `channelId` in the path, required.

        Raises AriError: 404.
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
        """`POST /channels/{channelId}`

        Args:
            channel_id: string `channelId` in the path, required.
            endpoint: string `endpoint` in the query, required.
            extension: string `extension` in the query, optional.
            context: string `context` in the query, optional.
            priority: long `priority` in the query, optional.
            label: string `label` in the query, optional.
            app: string `app` in the query, optional.
            app_args: string `appArgs` in the query, optional.
            caller_id: string `callerId` in the query, optional.
            timeout: int `timeout` in the query, optional. Default: 30.
            variables: containers `variables` in the body, optional, pass the value alone.
            other_channel_id: string `otherChannelId` in the query, optional.
            originator: string `originator` in the query, optional.
            formats: string `formats` in the query, optional.

        Raises AriError: 400, 409.
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
        """`DELETE /channels/{channelId}`

        Args:
            channel_id: string `channelId` in the path, required.
            reason_code: string `reason_code` in the query, optional.
            reason: string `reason` in the query, optional. One of: normal, busy, congestion, no_answer,
                timeout, rejected, unallocated, normal_unspecified, number_incomplete, codec_mismatch,
                interworking, failure, answered_elsewhere.

        Raises AriError: 400, 404.
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
        """`POST /channels/{channelId}/continue`

        Args:
            channel_id: string `channelId` in the path, required.
            context: string `context` in the query, optional.
            extension: string `extension` in the query, optional.
            priority: int `priority` in the query, optional.
            label: string `label` in the query, optional.

        Raises AriError: 404, 409, 412.
        """
        await self._rest.call(
            "POST",
            f"channels/{segment(channel_id)}/continue",
            {"context": context, "extension": extension, "priority": priority, "label": label},
        )

    async def move(self, channel_id: str, app: str, *, app_args: str | None = None) -> None:
        """`POST /channels/{channelId}/move`

        Args:
            channel_id: string `channelId` in the path, required.
            app: string `app` in the query, required.
            app_args: string `appArgs` in the query, optional.

        Raises AriError: 404, 409.
        """
        await self._rest.call(
            "POST",
            f"channels/{segment(channel_id)}/move",
            {"app": app, "appArgs": app_args},
        )

    async def redirect(self, channel_id: str, endpoint: str) -> None:
        """`POST /channels/{channelId}/redirect`

        Args:
            channel_id: string `channelId` in the path, required.
            endpoint: string `endpoint` in the query, required.

        Raises AriError: 400, 404, 409, 412, 422.
        """
        await self._rest.call("POST", f"channels/{segment(channel_id)}/redirect", {"endpoint": endpoint})

    async def answer(self, channel_id: str) -> None:
        """`POST /channels/{channelId}/answer`

        Args:
            channel_id: string `channelId` in the path, required.

        Raises AriError: 404, 409, 412.
        """
        await self._rest.call("POST", f"channels/{segment(channel_id)}/answer")

    async def ring(self, channel_id: str) -> None:
        """`POST /channels/{channelId}/ring`

        Args:
            channel_id: string `channelId` in the path, required.

        Raises AriError: 404, 409, 412.
        """
        await self._rest.call("POST", f"channels/{segment(channel_id)}/ring")

    async def ring_stop(self, channel_id: str) -> None:
        """`DELETE /channels/{channelId}/ring`

        Args:
            channel_id: string `channelId` in the path, required.

        Raises AriError: 404, 409, 412.
        """
        await self._rest.call("DELETE", f"channels/{segment(channel_id)}/ring")

    async def progress(self, channel_id: str) -> None:
        """`POST /channels/{channelId}/progress`

        Args:
            channel_id: string `channelId` in the path, required.

        Raises AriError: 404, 409, 412.
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
        """`POST /channels/{channelId}/dtmf`

        Args:
            channel_id: string `channelId` in the path, required.
            dtmf: string `dtmf` in the query, optional.
            before: int `before` in the query, optional. Default: 0.
            between: int `between` in the query, optional. Default: 100.
            duration: int `duration` in the query, optional. Default: 100.
            after: int `after` in the query, optional. Default: 0.

        Raises AriError: 400, 404, 409, 412.
        """
        await self._rest.call(
            "POST",
            f"channels/{segment(channel_id)}/dtmf",
            {"dtmf": dtmf, "before": before, "between": between, "duration": duration, "after": after},
        )

    async def mute(self, channel_id: str, *, direction: str | None = None) -> None:
        """`POST /channels/{channelId}/mute`

        Args:
            channel_id: string `channelId` in the path, required.
            direction: string `direction` in the query, optional. One of: both, in, out. Default: both.

        Raises AriError: 404, 409, 412.
        """
        await self._rest.call("POST", f"channels/{segment(channel_id)}/mute", {"direction": direction})

    async def unmute(self, channel_id: str, *, direction: str | None = None) -> None:
        """`DELETE /channels/{channelId}/mute`

        Args:
            channel_id: string `channelId` in the path, required.
            direction: string `direction` in the query, optional. One of: both, in, out. Default: both.

        Raises AriError: 404, 409, 412.
        """
        await self._rest.call("DELETE", f"channels/{segment(channel_id)}/mute", {"direction": direction})

    async def hold(self, channel_id: str) -> None:
        """`POST /channels/{channelId}/hold`

        Args:
            channel_id: string `channelId` in the path, required.

        Raises AriError: 404, 409, 412.
        """
        await self._rest.call("POST", f"channels/{segment(channel_id)}/hold")

    async def unhold(self, channel_id: str) -> None:
        """`DELETE /channels/{channelId}/hold`

        Args:
            channel_id: string `channelId` in the path, required.

        Raises AriError: 404, 409, 412.
        """
        await self._rest.call("DELETE", f"channels/{segment(channel_id)}/hold")

    async def start_moh(self, channel_id: str, *, moh_class: str | None = None) -> None:
        """`POST /channels/{channelId}/moh`

        Args:
            channel_id: string `channelId` in the path, required.
            moh_class: string `mohClass` in the query, optional.

        Raises AriError: 404, 409, 412.
        """
        await self._rest.call("POST", f"channels/{segment(channel_id)}/moh", {"mohClass": moh_class})

    async def stop_moh(self, channel_id: str) -> None:
        """`DELETE /channels/{channelId}/moh`

        Args:
            channel_id: string `channelId` in the path, required.

        Raises AriError: 404, 409, 412.
        """
        await self._rest.call("DELETE", f"channels/{segment(channel_id)}/moh")

    async def start_silence(self, channel_id: str) -> None:
        """`POST /channels/{channelId}/silence`

        Args:
            channel_id: string `channelId` in the path, required.

        Raises AriError: 404, 409, 412.
        """
        await self._rest.call("POST", f"channels/{segment(channel_id)}/silence")

    async def stop_silence(self, channel_id: str) -> None:
        """`DELETE /channels/{channelId}/silence`

        Args:
            channel_id: string `channelId` in the path, required.

        Raises AriError: 404, 409, 412.
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
        """`POST /channels/{channelId}/play`

        Args:
            channel_id: string `channelId` in the path, required.
            media: string `media` in the query, required.
            lang: string `lang` in the query, optional.
            offsetms: int `offsetms` in the query, optional.
            skipms: int `skipms` in the query, optional. Default: 3000.
            playback_id: string `playbackId` in the query, optional.

        Raises AriError: 404, 409, 412.
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
        """`POST /channels/{channelId}/play/{playbackId}`

        Args:
            channel_id: string `channelId` in the path, required.
            playback_id: string `playbackId` in the path, required.
            media: string `media` in the query, required.
            lang: string `lang` in the query, optional.
            offsetms: int `offsetms` in the query, optional.
            skipms: int `skipms` in the query, optional. Default: 3000.

        Raises AriError: 404, 409, 412.
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
        """`POST /channels/{channelId}/record`

        Args:
            channel_id: string `channelId` in the path, required.
            name: string `name` in the query, required.
            format: string `format` in the query, required.
            max_duration_seconds: int `maxDurationSeconds` in the query, optional. At least 0. Default: 0.
            max_silence_seconds: int `maxSilenceSeconds` in the query, optional. At least 0. Default: 0.
            if_exists: string `ifExists` in the query, optional. One of: fail, overwrite, append. Default:
                fail.
            beep: boolean `beep` in the query, optional. Default: False.
            terminate_on: string `terminateOn` in the query, optional. One of: none, any, *, #. Default:
                none.

        Raises AriError: 400, 404, 409, 422.
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
        """`GET /channels/{channelId}/variable`

        Args:
            channel_id: string `channelId` in the path, required.
            variable: string `variable` in the query, required.

        Raises AriError: 400, 404, 409.
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
        """`POST /channels/{channelId}/variable`

        Args:
            channel_id: string `channelId` in the path, required.
            variable: string `variable` in the query, required.
            value: string `value` in the query, optional.
            report_events: boolean `report_events` in the query, optional. Default: False.

        Raises AriError: 400, 404, 409.
        """
        await self._rest.call(
            "POST",
            f"channels/{segment(channel_id)}/variable",
            {"variable": variable, "value": value, "report_events": report_events},
        )

    async def get_channel_vars(self, channel_id: str, variables: str | Sequence[str]) -> Variables:
        """`GET /channels/{channelId}/variables`

        Args:
            channel_id: string `channelId` in the path, required.
            variables: string `variables` in the query, required.

        Raises AriError: 400, 404, 409.
        """
        answer = await self._rest.call(
            "GET",
            f"channels/{segment(channel_id)}/variables",
            {"variables": variables},
        )
        return read(VARIABLES, answer)

    async def set_channel_vars(self, channel_id: str, variables: Container) -> None:
        """`POST /channels/{channelId}/variables`

        Args:
            channel_id: string `channelId` in the path, required.
            variables: containers `variables` in the body, required, pass the value alone.

        Raises AriError: 400, 404, 409.
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
        """`POST /channels/{channelId}/snoop`

        Args:
            channel_id: string `channelId` in the path, required.
            app: string `app` in the query, required.
            spy: string `spy` in the query, optional. One of: none, both, out, in. Default: none.
            whisper: string `whisper` in the query, optional. One of: none, both, out, in. Default: none.
            app_args: string `appArgs` in the query, optional.
            snoop_id: string `snoopId` in the query, optional.

        Raises AriError: 400, 404.
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
        """`POST /channels/{channelId}/snoop/{snoopId}`

        Args:
            channel_id: string `channelId` in the path, required.
            snoop_id: string `snoopId` in the path, required.
            app: string `app` in the query, required.
            spy: string `spy` in the query, optional. One of: none, both, out, in. Default: none.
            whisper: string `whisper` in the query, optional. One of: none, both, out, in. Default: none.
            app_args: string `appArgs` in the query, optional.

        Raises AriError: 400, 404.
        """
        answer = await self._rest.call(
            "POST",
            f"channels/{segment(channel_id)}/snoop/{segment(snoop_id)}",
            {"spy": spy, "whisper": whisper, "app": app, "appArgs": app_args},
        )
        return read(CHANNEL, answer)

    async def dial(self, channel_id: str, *, caller: str | None = None, timeout: int | None = None) -> None:
        """`POST /channels/{channelId}/dial`

        Args:
            channel_id: string `channelId` in the path, required.
            caller: string `caller` in the query, optional.
            timeout: int `timeout` in the query, optional. At least 0. Default: 0.

        Raises AriError: 404, 409.
        """
        await self._rest.call(
            "POST",
            f"channels/{segment(channel_id)}/dial",
            {"caller": caller, "timeout": timeout},
        )

    async def rtpstatistics(self, channel_id: str) -> RTPstat:
        """`GET /channels/{channelId}/rtp_statistics`

        Args:
            channel_id: string `channelId` in the path, required.

        Raises AriError: 404.
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
        """`POST /channels/externalMedia`

        Args:
            app: string `app` in the query, required.
            format: string `format` in the query, required.
            channel_id: string `channelId` in the query, optional.
            variables: containers `variables` in the body, optional, pass the value alone.
            external_host: string `external_host` in the query, optional.
            encapsulation: string `encapsulation` in the query, optional. One of: rtp, audiosocket, none.
                Default: rtp.
            transport: string `transport` in the query, optional. One of: udp, tcp, websocket. Default:
                udp.
            connection_type: string `connection_type` in the query, optional. One of: client, server.
                Default: client.
            direction: string `direction` in the query, optional. One of: both. Default: both.
            data: string `data` in the query, optional.
            transport_data: string `transport_data` in the query, optional.

        Raises AriError: 400, 409.
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
        """`POST /channels/{channelId}/transfer_progress`

        Args:
            channel_id: string `channelId` in the path, required.
            states: string `states` in the query, required.

        Raises AriError: 400, 404, 409, 412.
        """
        await self._rest.call("POST", f"channels/{segment(channel_id)}/transfer_progress", {"states": states})


class DeviceStates(Resource):
    """`device_states` of ARI."""

    __slots__ = ()

    async def list(self) -> tuple[DeviceState, ...]:
        """`GET /deviceStates`"""
        return read(DEVICE_STATE_LIST, await self._rest.call("GET", "deviceStates"))

    async def get(self, device_name: str) -> DeviceState:
        """`GET /deviceStates/{deviceName}`

        Args:
            device_name: string `deviceName` in the path, required.
        """
        return read(DEVICE_STATE, await self._rest.call("GET", f"deviceStates/{segment(device_name)}"))

    async def update(self, device_name: str, device_state: str) -> None:
        """`PUT /deviceStates/{deviceName}`

        Args:
            device_name: string `deviceName` in the path, required.
            device_state: string `deviceState` in the query, required. One of: NOT_INUSE, INUSE, BUSY,
                INVALID, UNAVAILABLE, RINGING, RINGINUSE, ONHOLD.

        Raises AriError: 404, 409.
        """
        await self._rest.call("PUT", f"deviceStates/{segment(device_name)}", {"deviceState": device_state})

    async def delete(self, device_name: str) -> None:
        """`DELETE /deviceStates/{deviceName}`

        Args:
            device_name: string `deviceName` in the path, required.

        Raises AriError: 404, 409.
        """
        await self._rest.call("DELETE", f"deviceStates/{segment(device_name)}")


class Endpoints(Resource):
    """`endpoints` of ARI."""

    __slots__ = ()

    async def list(self) -> tuple[Endpoint, ...]:
        """`GET /endpoints`"""
        return read(ENDPOINT_LIST, await self._rest.call("GET", "endpoints"))

    async def send_message(
        self,
        to: str,
        from_: str,
        *,
        body: str | None = None,
        variables: Container | None = None,
    ) -> None:
        """`PUT /endpoints/sendMessage`

        Args:
            to: string `to` in the query, required.
            from_: string `from` in the query, required.
            body: string `body` in the query, optional.
            variables: containers `variables` in the body, optional, pass the value alone.

        Raises AriError: 400, 404.
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
        """`POST /endpoints/refer`

        Args:
            to: string `to` in the query, required.
            from_: string `from` in the query, required.
            refer_to: string `refer_to` in the query, required.
            to_self: boolean `to_self` in the query, optional. Default: False.
            variables: containers `variables` in the body, optional, pass the value alone.

        Raises AriError: 400, 404.
        """
        await self._rest.call(
            "POST",
            "endpoints/refer",
            {"to": to, "from": from_, "refer_to": refer_to, "to_self": to_self},
            None if variables is None else {"variables": variables},
        )

    async def list_by_tech(self, tech: str) -> tuple[Endpoint, ...]:
        """`GET /endpoints/{tech}`

        Args:
            tech: string `tech` in the path, required.

        Raises AriError: 404.
        """
        return read(ENDPOINT_LIST, await self._rest.call("GET", f"endpoints/{segment(tech)}"))

    async def get(self, tech: str, resource: str) -> Endpoint:
        """`GET /endpoints/{tech}/{resource}`

        Args:
            tech: string `tech` in the path, required.
            resource: string `resource` in the path, required.

        Raises AriError: 400, 404.
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
        """`PUT /endpoints/{tech}/{resource}/sendMessage`

        Args:
            tech: string `tech` in the path, required.
            resource: string `resource` in the path, required.
            from_: string `from` in the query, required.
            body: string `body` in the query, optional.
            variables: containers `variables` in the body, optional, pass the value alone.

        Raises AriError: 400, 404.
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
        """`POST /endpoints/{tech}/{resource}/refer`

        Args:
            tech: string `tech` in the path, required.
            resource: string `resource` in the path, required.
            from_: string `from` in the query, required.
            refer_to: string `refer_to` in the query, required.
            to_self: boolean `to_self` in the query, optional. Default: False.
            variables: containers `variables` in the body, optional, pass the value alone.

        Raises AriError: 400, 404.
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
        """`POST /events/user/{eventName}`

        Args:
            event_name: string `eventName` in the path, required.
            application: string `application` in the query, required.
            source: string `source` in the query, optional.
            variables: containers `variables` in the body, optional, pass the value alone.

        Raises AriError: 400, 404, 422.
        """
        await self._rest.call(
            "POST",
            f"events/user/{segment(event_name)}",
            {"application": application, "source": source},
            None if variables is None else {"variables": variables},
        )

    async def claim_channel(self, channel_id: str, application: str) -> None:
        """`POST /events/claim`

        Args:
            channel_id: string `channelId` in the query, required.
            application: string `application` in the query, required.

        Raises AriError: 404, 409.
        """
        await self._rest.call("POST", "events/claim", {"channelId": channel_id, "application": application})


class Mailboxes(Resource):
    """`mailboxes` of ARI."""

    __slots__ = ()

    async def list(self) -> tuple[Mailbox, ...]:
        """`GET /mailboxes`"""
        return read(MAILBOX_LIST, await self._rest.call("GET", "mailboxes"))

    async def get(self, mailbox_name: str) -> Mailbox:
        """`GET /mailboxes/{mailboxName}`

        Args:
            mailbox_name: string `mailboxName` in the path, required.

        Raises AriError: 404.
        """
        return read(MAILBOX, await self._rest.call("GET", f"mailboxes/{segment(mailbox_name)}"))

    async def update(self, mailbox_name: str, old_messages: int, new_messages: int) -> None:
        """`PUT /mailboxes/{mailboxName}`

        Args:
            mailbox_name: string `mailboxName` in the path, required.
            old_messages: int `oldMessages` in the query, required.
            new_messages: int `newMessages` in the query, required.

        Raises AriError: 404.
        """
        await self._rest.call(
            "PUT",
            f"mailboxes/{segment(mailbox_name)}",
            {"oldMessages": old_messages, "newMessages": new_messages},
        )

    async def delete(self, mailbox_name: str) -> None:
        """`DELETE /mailboxes/{mailboxName}`

        Args:
            mailbox_name: string `mailboxName` in the path, required.

        Raises AriError: 404.
        """
        await self._rest.call("DELETE", f"mailboxes/{segment(mailbox_name)}")


class Playbacks(Resource):
    """`playbacks` of ARI."""

    __slots__ = ()

    async def get(self, playback_id: str) -> Playback:
        """`GET /playbacks/{playbackId}`

        Args:
            playback_id: string `playbackId` in the path, required.

        Raises AriError: 404.
        """
        return read(PLAYBACK, await self._rest.call("GET", f"playbacks/{segment(playback_id)}"))

    async def stop(self, playback_id: str) -> None:
        """`DELETE /playbacks/{playbackId}`

        Args:
            playback_id: string `playbackId` in the path, required.

        Raises AriError: 404.
        """
        await self._rest.call("DELETE", f"playbacks/{segment(playback_id)}")

    async def control(self, playback_id: str, operation: str) -> None:
        """`POST /playbacks/{playbackId}/control`

        Args:
            playback_id: string `playbackId` in the path, required.
            operation: string `operation` in the query, required. One of: restart, pause, unpause, reverse,
                forward.

        Raises AriError: 400, 404, 409.
        """
        await self._rest.call("POST", f"playbacks/{segment(playback_id)}/control", {"operation": operation})


class Recordings(Resource):
    """`recordings` of ARI."""

    __slots__ = ()

    async def list_stored(self) -> tuple[StoredRecording, ...]:
        """`GET /recordings/stored`"""
        return read(STORED_RECORDING_LIST, await self._rest.call("GET", "recordings/stored"))

    async def get_stored(self, recording_name: str) -> StoredRecording:
        """`GET /recordings/stored/{recordingName}`

        Args:
            recording_name: string `recordingName` in the path, required.

        Raises AriError: 404.
        """
        answer = await self._rest.call(
            "GET",
            f"recordings/stored/{segment(recording_name)}",
        )
        return read(STORED_RECORDING, answer)

    async def delete_stored(self, recording_name: str) -> None:
        """`DELETE /recordings/stored/{recordingName}`

        Args:
            recording_name: string `recordingName` in the path, required.

        Raises AriError: 404.
        """
        await self._rest.call("DELETE", f"recordings/stored/{segment(recording_name)}")

    async def copy_stored(self, recording_name: str, destination_recording_name: str) -> StoredRecording:
        """`POST /recordings/stored/{recordingName}/copy`

        Args:
            recording_name: string `recordingName` in the path, required.
            destination_recording_name: string `destinationRecordingName` in the query, required.

        Raises AriError: 404, 409.
        """
        answer = await self._rest.call(
            "POST",
            f"recordings/stored/{segment(recording_name)}/copy",
            {"destinationRecordingName": destination_recording_name},
        )
        return read(STORED_RECORDING, answer)

    async def get_live(self, recording_name: str) -> LiveRecording:
        """`GET /recordings/live/{recordingName}`

        Args:
            recording_name: string `recordingName` in the path, required.

        Raises AriError: 404.
        """
        answer = await self._rest.call(
            "GET",
            f"recordings/live/{segment(recording_name)}",
        )
        return read(LIVE_RECORDING, answer)

    async def cancel(self, recording_name: str) -> None:
        """`DELETE /recordings/live/{recordingName}`

        Args:
            recording_name: string `recordingName` in the path, required.

        Raises AriError: 404.
        """
        await self._rest.call("DELETE", f"recordings/live/{segment(recording_name)}")

    async def stop(self, recording_name: str) -> None:
        """`POST /recordings/live/{recordingName}/stop`

        Args:
            recording_name: string `recordingName` in the path, required.

        Raises AriError: 404.
        """
        await self._rest.call("POST", f"recordings/live/{segment(recording_name)}/stop")

    async def pause(self, recording_name: str) -> None:
        """`POST /recordings/live/{recordingName}/pause`

        Args:
            recording_name: string `recordingName` in the path, required.

        Raises AriError: 404, 409.
        """
        await self._rest.call("POST", f"recordings/live/{segment(recording_name)}/pause")

    async def unpause(self, recording_name: str) -> None:
        """`DELETE /recordings/live/{recordingName}/pause`

        Args:
            recording_name: string `recordingName` in the path, required.

        Raises AriError: 404, 409.
        """
        await self._rest.call("DELETE", f"recordings/live/{segment(recording_name)}/pause")

    async def mute(self, recording_name: str) -> None:
        """`POST /recordings/live/{recordingName}/mute`

        Args:
            recording_name: string `recordingName` in the path, required.

        Raises AriError: 404, 409.
        """
        await self._rest.call("POST", f"recordings/live/{segment(recording_name)}/mute")

    async def unmute(self, recording_name: str) -> None:
        """`DELETE /recordings/live/{recordingName}/mute`

        Args:
            recording_name: string `recordingName` in the path, required.

        Raises AriError: 404, 409.
        """
        await self._rest.call("DELETE", f"recordings/live/{segment(recording_name)}/mute")


class Sounds(Resource):
    """`sounds` of ARI."""

    __slots__ = ()

    async def list(self, *, lang: str | None = None, format: str | None = None) -> tuple[Sound, ...]:
        """`GET /sounds`

        Args:
            lang: string `lang` in the query, optional.
            format: string `format` in the query, optional.
        """
        return read(SOUND_LIST, await self._rest.call("GET", "sounds", {"lang": lang, "format": format}))

    async def get(self, sound_id: str) -> Sound:
        """`GET /sounds/{soundId}`

        Args:
            sound_id: string `soundId` in the path, required.
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
