"""`python stub_provider.py SCHEMA.json SOCKET`: a provider that knows its schema and nothing else.

Real Terraform reaches it over plugin protocol 6 (TF_REATTACH_PROVIDERS): `validate`, `plan` and `test` check
every argument's name and type, and no cloud is ever called. Runs in the checks' own environment (PyPI `tf`).
"""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import grpc
import msgpack
from tf.gen import tfplugin_pb2 as pb

SERVICE = "tfplugin6.Provider"
NESTING = {"single": 1, "list": 2, "set": 3, "map": 4}
UNKNOWN = msgpack.ExtType(0, b"\x00")
# Newer than the library's own description of the protocol: Attribute.write_only (11) and
# GetProviderSchema.Response.ephemeral_resource_schemas (8), OpenEphemeralResource.Response.result (3).
WRITE_ONLY = b"\x58\x01"


def _bytes_field(number: int, value: bytes) -> bytes:
    size, length = len(value), b""
    while size > 127:
        length += bytes([size & 127 | 128])
        size >>= 7
    return bytes([number << 3 | 2]) + length + bytes([size]) + value


def _block(description: dict[str, Any]) -> Any:
    block = pb.Schema.Block(version=0)
    for name, attribute in description["attributes"].items():
        entry = block.attributes.add(name=name, type=json.dumps(attribute["type"]).encode())
        for mark in ("required", "optional", "computed"):
            setattr(entry, mark, bool(attribute.get(mark)))
        if attribute.get("write_only"):
            entry.MergeFromString(WRITE_ONLY)
    for name, nested in description["block_types"].items():
        entry = block.block_types.add(type_name=name, nesting=NESTING[nested["nesting_mode"]])
        entry.min_items, entry.max_items = nested["min_items"], nested["max_items"]
        entry.block.CopyFrom(_block(nested["block"]))
    return block


def _schema(description: dict[str, Any]) -> Any:
    return pb.Schema(version=0, block=_block(description["block"]))


def _read(value: Any) -> Any:
    return msgpack.unpackb(value.msgpack, ext_hook=msgpack.ExtType, strict_map_key=False)


def _written(value: Any) -> Any:
    return pb.DynamicValue(msgpack=msgpack.packb(value))


def _planned(block: dict[str, Any], value: Any) -> Any:
    """What only the cloud would know is unknown; what is only written is null."""
    if not isinstance(value, dict):
        return value
    for name, attribute in block["attributes"].items():
        if attribute.get("write_only"):
            value[name] = None
        elif value.get(name) is None and attribute.get("computed"):
            value[name] = UNKNOWN
    for name, nested in block["block_types"].items():
        found = value.get(name)
        if isinstance(found, list):
            value[name] = [_planned(nested["block"], one) for one in found]
        elif isinstance(found, dict):
            value[name] = _planned(nested["block"], found)
    return value


class Provider:
    """Answers by the name of the request."""

    def __init__(self, schemas: dict[str, Any]) -> None:
        self._schemas = schemas

    def GetProviderSchema(self, request: Any) -> bytes:
        known = self._schemas
        answer = pb.GetProviderSchema.Response(
            provider=_schema(known["provider"]),
            resource_schemas={name: _schema(one) for name, one in known["resource_schemas"].items()},
            data_source_schemas={name: _schema(one) for name, one in known["data_source_schemas"].items()},
        )
        raw = bytes(answer.SerializeToString())
        for name, one in known.get("ephemeral_resource_schemas", {}).items():
            entry = _bytes_field(1, name.encode()) + _bytes_field(2, _schema(one).SerializeToString())
            raw += _bytes_field(8, entry)
        return raw

    def PlanResourceChange(self, request: Any) -> Any:
        wanted = _read(request.proposed_new_state)
        if wanted is not None:
            wanted = _planned(self._schemas["resource_schemas"][request.type_name]["block"], wanted)
        return pb.PlanResourceChange.Response(planned_state=_written(wanted))

    def OpenEphemeralResource(self, request: bytes) -> bytes:
        opened = pb.ReadDataSource.Request.FromString(request)
        block = self._schemas["ephemeral_resource_schemas"][opened.type_name]["block"]
        known = _read(opened.config)
        for name, attribute in block["attributes"].items():
            if known.get(name) is None and not attribute.get("optional"):
                known[name] = "made up"
        return _bytes_field(3, _written(known).SerializeToString())

    def ApplyResourceChange(self, request: Any) -> Any:
        refused = pb.Diagnostic(severity=1, summary="a provider that knows only its schema applies nothing")
        return pb.ApplyResourceChange.Response(diagnostics=[refused])


REQUESTS = (
    "GetProviderSchema",
    "GetMetadata",
    "ValidateProviderConfig",
    "ValidateResourceConfig",
    "ValidateDataResourceConfig",
    "ConfigureProvider",
    "GetFunctions",
    "PlanResourceChange",
    "ApplyResourceChange",
    "UpgradeResourceState",
    "ReadResource",
    "ReadDataSource",
    "StopProvider",
)
UNDESCRIBED = ("ValidateEphemeralResourceConfig", "OpenEphemeralResource", "CloseEphemeralResource")


def _raw(reply: Any) -> bytes:
    return reply if isinstance(reply, bytes) else bytes(reply.SerializeToString())


def _handler(provider: Provider, name: str) -> Any:
    kinds = getattr(pb, name, None)

    def nothing(request: Any) -> Any:
        return kinds.Response() if kinds else b""

    answer = getattr(provider, name, nothing)
    return grpc.unary_unary_rpc_method_handler(
        lambda request, context: answer(request),
        request_deserializer=kinds.Request.FromString if kinds else None,
        response_serializer=_raw,
    )


def main(schema_file: Path, socket: str) -> None:
    """Serve until stdin closes; a line on stdout says that it listens."""
    provider = Provider(json.loads(schema_file.read_text(encoding="utf-8")))
    handlers = {name: _handler(provider, name) for name in (*REQUESTS, *UNDESCRIBED)}
    server = grpc.server(ThreadPoolExecutor(4))
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(SERVICE, handlers),))
    server.add_insecure_port(f"unix:{socket}")
    server.start()
    sys.stdout.write("listening\n")
    sys.stdout.flush()
    sys.stdin.read()
    server.stop(None)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
