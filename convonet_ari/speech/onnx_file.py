"""What an ONNX file holds, read without a runtime: the weights in a branch of its graph."""

from __future__ import annotations

from collections.abc import Iterator

# Numbers of fields in onnx.proto: of a model, a graph, a node, an attribute and a tensor.
GRAPH, NODE = 7, 1
OUTPUT, TYPE, ATTRIBUTE = 2, 4, 5
NAME, TENSOR, BRANCH = 1, 5, 6
RAW = 9
# How many bytes a field of protobuf has that is neither a number nor sized, by its kind.
FIXED = {1: 8, 5: 4}


def constants(model: bytes, branch: str) -> dict[str, bytes]:
    """As they lie in that branch of the graph's `If`, by their names in what the graph was made from."""
    graph = _one(model, GRAPH)
    fork = next(node for node in _all(graph, NODE) if _one(node, TYPE) == b"If")
    inner = next(_one(one, BRANCH) for one in _all(fork, ATTRIBUTE) if _one(one, NAME) == branch.encode())
    return dict(_constant(node) for node in _all(inner, NODE) if _one(node, TYPE) == b"Constant")


def _constant(node: bytes) -> tuple[str, bytes]:
    name = _one(node, OUTPUT).decode().rpartition("__")[2]
    return name, _one(_one(_one(node, ATTRIBUTE), TENSOR), RAW)


def _one(message: bytes, number: int) -> bytes:
    """Empty where there is none, as protobuf has it."""
    return next(_all(message, number), b"")


def _all(message: bytes, number: int) -> Iterator[bytes]:
    return (value for found, value in _sized(message) if found == number)


def _sized(message: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(message):
        key, at = _number(message, at)
        match key & 7:
            case 0:
                _, at = _number(message, at)
            case 2:
                size, at = _number(message, at)
                yield key >> 3, message[at : at + size]
                at += size
            case kind:
                at += FIXED[kind]


def _number(message: bytes, at: int) -> tuple[int, int]:
    """Seven bits in each byte, the lowest first; and where it ends."""
    value = shift = 0
    while True:
        byte = message[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at
