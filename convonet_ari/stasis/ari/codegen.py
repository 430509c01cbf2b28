"""Turns the Swagger 1.x descriptions that come with Asterisk into the typed module `generated.py`.

After moving to another Asterisk: `python -m convonet_ari.stasis.ari.codegen <.../share/asterisk/rest-api>`.
"""

from __future__ import annotations

import json
import keyword
import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Spec = dict[str, Any]
TARGET = Path(__file__).with_name("generated.py")
WIDTH = 110
HEADER = '''\
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
'''
PRIMITIVES = {
    "string": "str",
    "int": "int",
    "long": "int",
    "double": "float",
    "boolean": "bool",
    "Date": "str",
    "object": "Mapping[str, Any]",
    "containers": "Container",
    "void": "None",
}
# The answer's frame carries neither the application nor the time its parent in the descriptions requires.
FRAMES = {"RESTResponse"}


def load(folder: Path) -> dict[str, Spec]:
    """Every resource's description by name, in a stable order."""
    files = sorted(folder.glob("*.json"))
    return {f.stem: json.loads(f.read_text(encoding="utf-8")) for f in files if f.stem != "resources"}


def generate(docs: dict[str, Spec]) -> str:
    """The whole module as text; the same descriptions always give the same text."""
    models = {name: model for doc in docs.values() for name, model in doc.get("models", {}).items()}
    parents = {child: name for name, model in models.items() for child in model.get("subTypes", [])}
    blocks = [*_models(models, parents), *_adapters(docs, models, parents)]
    blocks += [_resource(name, doc) for name, doc in docs.items()]
    blocks.append(_api(list(docs)))
    return HEADER + "".join(f"\n\n{block}" for block in blocks)


def _models(models: dict[str, Spec], parents: dict[str, str]) -> Iterator[str]:
    done: set[str] = set()
    for name in models:
        for one in reversed([name, *_ancestors(name, parents)]):
            if one not in done:
                done.add(one)
                yield _model(one, models[one], parents)


def _ancestors(name: str, parents: dict[str, str]) -> list[str]:
    parent = parents.get(name)
    return [parent, *_ancestors(parent, parents)] if parent and name not in FRAMES else []


def _is_message(name: str, parents: dict[str, str]) -> bool:
    return name in FRAMES or "Message" in _ancestors(name, parents)


def _model(name: str, spec: Spec, parents: dict[str, str]) -> str:
    base = "" if name in FRAMES or name not in parents else f"({parents[name]})"
    lines = ["@dataclass(frozen=True, slots=True, kw_only=True)", f"class {name}{base}:"]
    lines += [*_doc(_kind(name, spec, parents), 4), ""]
    if _is_message(name, parents) and name != "Event":
        lines += [f'    type: Literal["{name}"] = "{name}"']
    for field, details in spec["properties"].items():
        if field != "type" or not (name == "Message" or _is_message(name, parents)):
            lines += _field(field, details)
    return "\n".join(lines) + "\n"


def _field(name: str, spec: Spec) -> Iterator[str]:
    python, hint = _ident(name), _type(spec["type"])
    if not spec.get("required"):
        hint += " | None"
    if python != name:
        hint = f'Annotated[{hint}, Field(validation_alias="{name}")]'
    yield f"    {python}: {hint}" + ("" if spec.get("required") else " = None")
    yield from _doc(_choices(spec), 4) if _choices(spec) else ()


def _kind(name: str, spec: Spec, parents: dict[str, str]) -> str:
    if subtypes := spec.get("subTypes"):
        return f"What these share: {', '.join(sorted(subtypes))}."
    return f"Asterisk's {'message' if _is_message(name, parents) else 'model'} `{name}`."


def _adapters(docs: dict[str, Spec], models: dict[str, Spec], parents: dict[str, str]) -> Iterator[str]:
    leaves = [m for m in models if _is_message(m, parents) and m != "Event"]
    events = "\n    | ".join(m for m in leaves if m not in FRAMES)
    yield f"AnyEvent = (\n    {events}\n)\n"
    yield (
        'Message_ = Annotated[AnyEvent | RESTResponse, Field(discriminator="type")]\n'
        "MESSAGE: TypeAdapter[AnyEvent | RESTResponse] = TypeAdapter(Message_)\n"
        "EVENT_TYPES = frozenset(\n    {\n"
        + "".join(f'        "{m}",\n' for m in leaves if m not in FRAMES)
        + "    }\n)\n"
    )
    returned = {op.get("responseClass", "void") for doc in docs.values() for _, op in _operations(doc)}
    types = sorted(returned - {"void"})
    yield "".join(f"{_adapter(t)}: TypeAdapter[{_type(t)}] = TypeAdapter({_type(t)})\n" for t in types)


def _operations(doc: Spec) -> Iterator[tuple[str, Spec]]:
    """Each operation that can travel over the socket: neither the event socket itself nor file bodies."""
    for api in doc["apis"]:
        for operation in api["operations"]:
            if operation.get("upgrade") != "websocket" and operation.get("responseClass") != "binary":
                yield api["path"], operation


def _resource(name: str, doc: Spec) -> str:
    lines = [f"class {_class(name)}(Resource):", f'    """`{_snake(name)}` of ARI."""']
    lines += ["", "    __slots__ = ()"]
    for path, operation in _operations(doc):
        lines += ["", *_operation(path, operation)]
    return "\n".join(lines) + "\n"


def _operation(path: str, op: Spec) -> Iterator[str]:
    params = op.get("parameters", [])
    needed = [p for p in params if p["paramType"] == "path" or p.get("required")]
    free = [p for p in params if p not in needed]
    signature = ["self", *map(_parameter, needed), *(["*"] if free else [])]
    signature += [f"{_parameter(p)} | None = None" for p in free]
    returns = op.get("responseClass", "void")
    yield from _definition(_snake(op["nickname"]), signature, _type(returns))
    yield from _doc("\n\n".join(_operation_text(path, op, needed + free)), 8)
    arguments = [f'"{op["httpMethod"]}"', _uri(path), *_payload(params)]
    call = f"await self._rest.call({', '.join(arguments)})"
    statement = call if returns == "void" else f"return read({_adapter(returns)}, {call})"
    yield from _fit(statement, arguments, returns)


def _definition(name: str, signature: list[str], returns: str) -> list[str]:
    line = f"    async def {name}({', '.join(signature)}) -> {returns}:"
    if len(line) <= WIDTH:
        return [line]
    return [f"    async def {name}(", *(f"        {part}," for part in signature), f"    ) -> {returns}:"]


def _fit(statement: str, arguments: list[str], returns: str) -> Iterator[str]:
    if len(statement) + 8 <= WIDTH:
        yield f"        {statement}"
        return
    yield f"        {'' if returns == 'void' else 'answer = '}await self._rest.call("
    for argument in arguments:
        yield from (f"            {line}" for line in _spread(argument))
    yield "        )"
    if returns != "void":
        yield f"        return read({_adapter(returns)}, answer)"


def _spread(argument: str) -> list[str]:
    if len(argument) + 13 <= WIDTH:
        return [argument + ","]
    pairs = argument.removeprefix("{").removesuffix("}").split(", ")
    return ["{", *(f"    {pair}," for pair in pairs), "},"]


def _parameter(param: Spec) -> str:
    hint = _type(param["dataType"])
    if param.get("allowMultiple"):
        hint = f"{hint} | Sequence[{hint}]"
    return f"{_snake(_ident(param['name']))}: {hint}"


def _payload(params: list[Spec]) -> list[str]:
    query = [f'"{p["name"]}": {_snake(_ident(p["name"]))}' for p in params if p["paramType"] == "query"]
    body = [_body(p) for p in params if p["paramType"] == "body"]
    if not query and body:
        return [f"body={body[0]}"]
    return ([f"{{{', '.join(query)}}}"] if query else []) + body


def _body(param: Spec) -> str:
    name = _snake(_ident(param["name"]))
    if param["dataType"] != "containers":
        return name
    wrapped = f'{{"{param["name"]}": {name}}}'
    return wrapped if param.get("required") else f"None if {name} is None else {wrapped}"


def _uri(path: str) -> str:
    plain = path.lstrip("/")
    filled = re.sub(r"\{(\w+)\}", lambda m: "{segment(" + _snake(m[1]) + ")}", plain)
    return f'f"{filled}"' if filled != plain else f'"{plain}"'


def _operation_text(path: str, op: Spec, params: list[Spec]) -> Iterator[str]:
    yield f"`{op['httpMethod']} {path}`"
    if params:
        yield "Args:\n" + "\n".join(f"    {_snake(_ident(p['name']))}: {_argument(p)}" for p in params)
    if errors := op.get("errorResponses"):
        yield f"Raises AriError: {', '.join(str(code) for code in sorted({e['code'] for e in errors}))}."


def _argument(param: Spec) -> str:
    """Type, name and place on the wire, whether it must be given, and what it may be."""
    needed = param["paramType"] == "path" or param.get("required")
    alone = ["pass the value alone"] if param["dataType"] == "containers" else []
    named = f"{param['dataType']} `{param['name']}` in the {param['paramType']}"
    sentence = ", ".join([named, "required" if needed else "optional", *alone]) + "."
    return f"{sentence} {_choices(param)}".strip()


def _choices(spec: Spec) -> str:
    allowed, default = spec.get("allowableValues", {}), spec.get("defaultValue")
    parts = [f"One of: {', '.join(map(str, allowed['values']))}."] if allowed.get("values") else []
    if "min" in allowed:
        parts.append(f"At least {allowed['min']}.")
    if default not in (None, ""):
        parts.append(f"Default: {default}.")
    return " ".join(parts)


def _doc(text: str, indent: int) -> list[str]:
    pad = " " * indent
    lines = [line for part in text.strip().split("\n") for line in _wrap(part, WIDTH - indent - 3)]
    if len(lines) == 1:
        end = " " if lines[0].endswith('"') else ""
        return [f'{pad}"""{lines[0]}{end}"""']
    return [f'{pad}"""{lines[0]}', *((pad + line).rstrip() for line in lines[1:]), f'{pad}"""']


def _wrap(line: str, width: int) -> list[str]:
    lead = line[: len(line) - len(line.lstrip())]
    return textwrap.wrap(line, width, subsequent_indent=lead + ("    " if lead else "")) or [""]


def _api(names: list[str]) -> str:
    lines = ["class Api:", '    """Every resource of ARI over one `Rest`."""', ""]
    lines += ["    def __init__(self, rest: Rest) -> None:"]
    lines += [f"        self.{_snake(name)} = {_class(name)}(rest)" for name in names]
    return "\n".join(lines) + "\n"


def _type(name: str) -> str:
    if inner := re.fullmatch(r"List\[(.+)\]", name):
        return f"tuple[{_type(inner[1])}, ...]"
    return PRIMITIVES.get(name, name)


def _adapter(name: str) -> str:
    return _snake(re.sub(r"List\[(.+)\]", r"\1List", name)).upper()


def _class(name: str) -> str:
    return name[0].upper() + name[1:]


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def _ident(name: str) -> str:
    safe = re.sub(r"\W", "_", name)
    return f"{safe}_" if keyword.iskeyword(safe) else safe


if __name__ == "__main__":
    TARGET.write_text(generate(load(Path(sys.argv[1]))), encoding="utf-8")
