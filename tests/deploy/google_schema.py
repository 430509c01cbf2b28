"""`google_schema.py PACKAGE OUT.json NAME...`: a Terraform provider's schema, read from its CDKTF package.

HashiCorp generated that package from `terraform providers schema`: each resource's folder tells the
name and type of every argument, and whether it must be given.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TYPES: dict[str, Any] = {
    "string": "string",
    "number": "number",
    "boolean": "bool",
    "any": "dynamic",
    "stringList": ["list", "string"],
    "numberList": ["list", "number"],
    "booleanList": ["list", "bool"],
    "stringMap": ["map", "string"],
    "numberMap": ["map", "number"],
    "booleanMap": ["map", "bool"],
    "anyMap": ["map", "string"],
    "stringListList": ["list", ["list", "string"]],
    "stringListMap": ["map", ["list", "string"]],
}
GETTERS: dict[str, Any] = {
    "String": "string",
    "Number": "number",
    "Boolean": "bool",
    "Any": "dynamic",
    "List": ["list", "string"],
    "NumberList": ["list", "number"],
    "StringMap": ["map", "string"],
    "NumberMap": ["map", "number"],
    "BooleanMap": ["map", "bool"],
    "AnyMap": ["map", "string"],
}
ENTRY = re.compile(
    r"\n {8,16}(\w+): \{\s*value: [^\n]*\n\s*isBlock: (true|false),"
    r'\s*type: "([^"]+)",\s*storageClassType: "([^"]+)"'
)
STRUCT = re.compile(r"function (\w+)ToHclTerraform\(struct\) \{(.*?)\n\}\n", re.S)
MAIN = re.compile(r"synthesizeHclAttributes\(\) \{(.*?)\n    \}\n", re.S)
INTERFACE = re.compile(r"export interface (\w+)(?: extends [^{]+)? \{(.*?)\n\}", re.S)
PROPERTY = re.compile(r"/\*\*(.*?)\*/\s*readonly (\w+)(\??): (.*?);\n", re.S)
CLASS = re.compile(r"\nclass (\w+) extends [\w.]+ \{(.*?)\n\}\n", re.S)
GETTER = re.compile(r"(Fn\.tolist\()?this\.get(\w+?)Attribute\('(\w+)'\)")
NESTED = re.compile(r'new (\w+)\(this, "(\w+)"([^)]*)\)')


@dataclass(frozen=True, slots=True)
class Argument:
    name: str
    is_block: bool
    collection: str
    storage: str


@dataclass(frozen=True, slots=True)
class Property:
    optional: bool
    several: bool


class Folder:
    """One resource or data source of the package."""

    def __init__(self, path: Path) -> None:
        code = (path / "index.js").read_text(encoding="utf-8")
        self.name = re.findall(r'\.tfResourceType = "([^"]+)"', code)[0]
        self._class = re.findall(r"^(\w+)\.tfResourceType = ", code, re.M)[0]
        self._structs = {name.lower(): _arguments(body) for name, body in STRUCT.findall(code)}
        self._main = [argument for body in MAIN.findall(code)[:1] for argument in _arguments(body)]
        self._classes = {name: _getters(body) for name, body in CLASS.findall(code)}
        declared = INTERFACE.findall((path / "index.d.ts").read_text(encoding="utf-8"))
        self._interfaces = {name.lower(): _properties(body) for name, body in declared}

    def schema(self) -> dict[str, Any]:
        config = self._interfaces.get(f"{self._class.lower()}config", {})
        return {"version": 0, "block": self._block(self._main, config, self._class)}

    def _block(
        self, arguments: list[Argument], properties: dict[str, Property], owner: str
    ) -> dict[str, Any]:
        attributes: dict[str, Any] = {}
        blocks: dict[str, Any] = {}
        for argument in arguments:
            known = properties.get(argument.name, Property(optional=True, several=True))
            if argument.is_block:
                blocks[argument.name] = self._nested(argument, known)
            else:
                attributes[argument.name] = {"type": self._type(argument), **_marks(argument.name, known)}
        for name, kind in self._classes.get(owner, {}).items():
            if name not in attributes and name not in blocks:
                attributes[name] = {"type": self._computed(kind), "computed": True}
        return {"attributes": attributes, "block_types": blocks}

    def _nested(self, argument: Argument, known: Property) -> dict[str, Any]:
        mode = {"struct": "single", "set": "set"}.get(argument.collection, "list")
        name = self._struct(argument.storage)
        inner = self._block(
            self._structs.get(name.lower(), []),
            self._interfaces.get(name.lower(), {}),
            f"{name}OutputReference",
        )
        return {
            "nesting_mode": mode,
            "block": inner,
            "min_items": 0 if known.optional or mode == "single" else 1,
            "max_items": 0 if known.several or mode == "single" else 1,
        }

    def _struct(self, storage: str) -> str:
        single = storage.removesuffix("List")
        return single if single.lower() in self._structs else storage

    def _type(self, argument: Argument) -> Any:
        if argument.storage in TYPES:
            return _as(argument.collection, TYPES[argument.storage])
        fields = self._structs.get(self._struct(argument.storage).lower(), [])
        inner = ["object", {field.name: self._type(field) for field in fields}]
        return ["set" if argument.collection == "set" else "list", inner]

    def _computed(self, kind: Any) -> Any:
        if not isinstance(kind, Argument):
            return kind
        base = kind.storage.removesuffix("List").removesuffix("OutputReference")
        getters = self._classes.get(f"{base}OutputReference", {})
        inner = ["object", {name: self._computed(one) for name, one in getters.items()}]
        return [kind.collection, inner] if getters else ["map", "string"]


def _arguments(body: str) -> list[Argument]:
    return [
        Argument(name, block == "true", kind, storage) for name, block, kind, storage in ENTRY.findall(body)
    ]


def _properties(body: str) -> dict[str, Property]:
    found = {}
    for text, name, optional, kind in PROPERTY.findall(f"{body}\n"):
        anchor = re.search(r"#(\w+) ", text)
        found[anchor.group(1) if anchor else name] = Property(optional == "?", "[]" in kind)
    return found


def _getters(body: str) -> dict[str, Any]:
    """Of attributes the name's type; of nested ones an Argument that names their class."""
    found: dict[str, Any] = {}
    for as_set, kind, name in GETTER.findall(body):
        found[name] = _as("set" if as_set else "list", GETTERS.get(kind, "dynamic"))
    for kind, name, rest in NESTED.findall(body):
        found[name] = Argument(name, False, "set" if "true" in rest else "list", kind)
    return found


def _as(collection: str, kind: Any) -> Any:
    return ["set", kind[1]] if collection == "set" and isinstance(kind, list) and kind[0] == "list" else kind


def _marks(name: str, known: Property) -> dict[str, bool]:
    if not known.optional:
        return {"required": True}
    # The package does not say what is write-only; the provider's naming does.
    return (
        {"optional": True, "write_only": True}
        if name.endswith("_wo")
        else {"optional": True, "computed": True}
    )


def _ephemeral_password(resource: dict[str, Any]) -> dict[str, Any]:
    """The package has no ephemeral resources; this one takes the resource's own arguments."""
    absent = ("keepers", "id", "number")
    kept = {name: one for name, one in resource["block"]["attributes"].items() if name not in absent}
    known = {
        name: {mark: value for mark, value in one.items() if mark != "computed" or "optional" not in one}
        for name, one in kept.items()
    }
    return {"version": 0, "block": {"attributes": known, "block_types": {}}}


def rebuild(package: Path, names: list[str]) -> dict[str, Any]:
    """The provider's own block and what `names` lists: `google_x`, `data.google_x`."""
    schemas: dict[str, Any] = {"resource_schemas": {}, "data_source_schemas": {}}
    prefix = re.compile(r"^(data\.)?[a-z]+_")
    for name in names:
        folder = ("data-google-" if name.startswith("data.") else "") + prefix.sub("", name).replace("_", "-")
        read = Folder(package / "lib" / folder)
        schemas["data_source_schemas" if name.startswith("data.") else "resource_schemas"][read.name] = (
            read.schema()
        )
    schemas["provider"] = Folder(package / "lib" / "provider").schema()
    if password := schemas["resource_schemas"].pop("random_password", None):
        schemas["ephemeral_resource_schemas"] = {"random_password": _ephemeral_password(password)}
    return schemas


if __name__ == "__main__":
    rebuilt = rebuild(Path(sys.argv[1]), sys.argv[3:])
    Path(sys.argv[2]).write_text(json.dumps(rebuilt), encoding="utf-8")
