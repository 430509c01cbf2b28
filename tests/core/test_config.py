"""The configuration: what the example promises, and how mistakes are told."""

from __future__ import annotations

import runpy
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import BaseModel

from convonet_ari.config import SECRETS, Section, Settings, load, parse
from convonet_ari.errors import ConfigError

pytestmark = pytest.mark.core

ROOT = Path(__file__).parent.parent.parent
EXAMPLE = ROOT / "convonet.example.yaml"


def keys(data: Mapping[str, Any], stem: str = "") -> Iterator[str]:
    for key, value in data.items():
        yield stem + key
        if isinstance(value, dict):
            yield from keys(value, f"{stem}{key}.")


def known(model: type[BaseModel], stem: str = "") -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield stem + name
        if isinstance(field.annotation, type) and issubclass(field.annotation, Section):
            yield from known(field.annotation, f"{stem}{name}.")


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "convonet.yaml"
    file.write_text(text)
    return file


def test_the_example_names_every_key_in_the_order_of_the_code() -> None:
    assert list(keys(yaml.safe_load(EXAMPLE.read_text()))) == list(known(Settings))


def test_the_example_is_the_defaults() -> None:
    assert load(EXAMPLE, env={}) == Settings()


def test_every_key_of_the_example_has_a_comment_above_it() -> None:
    lines = EXAMPLE.read_text().splitlines()
    bare = [
        line
        for above, line in pairwise(lines)
        if line.rstrip().count(":") and not line.lstrip().startswith("#") and "#" not in above
    ]
    assert bare == []


def test_the_document_is_made_of_the_example() -> None:
    render = runpy.run_path(str(ROOT / "scripts" / "render_configuration.py"))["render"]
    assert (ROOT / "docs" / "configuration.md").read_text() == render(EXAMPLE.read_text())


def test_every_secret_of_the_environment_is_named_in_the_example() -> None:
    assert [name for name in SECRETS if f"Secret: {name}." not in EXAMPLE.read_text()] == []


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"pin": {"tires": 3}}, "pin.tires: unknown key, did you mean pin.tries?"),
        ({"speach": {}}, "speach: unknown key, did you mean speech?"),
        ({"speech": {"openai": {"basurl": "x"}}}, "speech.openai.basurl: unknown key, did you mean"),
        ({"pin": 4}, "pin: must be a section with keys of its own"),
        ({"handoff": {"queue": 2000}}, "handoff.queue: must be text; put quotes around it"),
        ({"workers": 0}, "workers: Input should be greater than or equal to 1"),
        ({"workers": "two"}, "workers: Input should be a valid integer"),
        ({"limits": {"turn_s": "12 s"}}, "limits.turn_s: Input should be a valid number"),
        ({"speech": {"stt": "whisper"}}, "speech.stt: Input should be 'local', 'openai' or 'openai-r"),
        ({"pin": {"min_digits": 6, "max_digits": 5}}, "pin: min_digits must not exceed max_digits"),
        ({"turn": {"eager_silence_ms": 900}}, "turn: eager_silence_ms must not exceed sentence_silence_ms"),
        ({"asterisk": {"http_url": "127.0.0.1:8088"}}, "asterisk.http_url: must begin with http://"),
        (
            {"speech": {"openai": {"base_url": "http:///v1"}}},
            "speech.openai.base_url: must begin with http://",
        ),
        ({"google": {"calendar_url": "https://a b"}}, "google.calendar_url: must begin with http://"),
        ({"database": {"pool_min": 20}}, "database: pool_min must not exceed pool_max"),
    ],
)
def test_a_mistake_names_its_key(data: dict[str, Any], told: str) -> None:
    with pytest.raises(ConfigError) as error:
        parse(data)
    assert told in str(error.value)


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(ConfigError) as error:
        parse({"workers": 0, "pni": {}})
    assert "workers:" in str(error.value)
    assert "did you mean pin?" in str(error.value)


@pytest.mark.parametrize("text", ["workers: yes", "turn: {max_turn_s: on}", "handoff: {queue: no}"])
def test_a_switch_of_yaml_is_no_figure_and_no_text(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError):
        load(written(tmp_path, text), env={})


def test_a_mistake_never_shows_a_secret() -> None:
    with pytest.raises(ConfigError) as error:
        parse({"database": {"url": ["hunter2"]}, "sentry": {"dsn": 4711}})
    assert "hunter2" not in str(error.value)
    assert "4711" not in str(error.value)


@pytest.mark.parametrize(
    "url",
    [
        "app:hunter2@localhost/x",
        "host=localhost password=hunter2",
        "postgresql://app:hunter2/@localhost/x",
        "postgresql://app:hunter2?@localhost/x",
        "postgresql://app:hunter2 @localhost/x",
    ],
)
def test_a_database_address_that_a_driver_would_quote_is_refused_unshown(url: str) -> None:
    with pytest.raises(ConfigError, match=r"database\.owner_url: must be postgresql://") as error:
        parse({"database": {"owner_url": url}})
    assert "hunter2" not in str(error.value)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://app:a%2Fb@db.example:5432/x?sslmode=require",
        "postgres://app@[::1]:5432/x",
        "postgresql://app:p@ss@one:5432,two:5433/x",
        "postgresql:///x?host=/run/postgresql",
    ],
)
def test_every_usual_database_address_is_taken(url: str) -> None:
    assert parse({"database": {"url": url}}).database.url.get_secret_value() == url


def test_secrets_are_not_in_the_settings_text() -> None:
    assert "hunter2" not in repr(parse({"listen": {"ari_password": "hunter2"}}))


def test_the_environment_wins_over_the_file_for_secrets_alone(tmp_path: Path) -> None:
    file = written(tmp_path, 'database: {url: "postgresql://file/x", pool_max: 3}\nsentry:\n')
    env = {"CONVONET_DATABASE_URL": "postgresql://env/x", "SENTRY_DSN": "dsn", "WORKERS": "9"}
    settings = load(file, env=env)
    assert settings.database.url.get_secret_value() == "postgresql://env/x"
    assert settings.sentry.dsn.get_secret_value() == "dsn"
    assert (settings.database.pool_max, settings.workers) == (3, 2)


def test_a_section_whose_keys_are_commented_out_is_the_default(tmp_path: Path) -> None:
    assert load(written(tmp_path, "pin:\n  # tries: 4\n"), env={}) == Settings()


def test_an_empty_file_is_the_default(tmp_path: Path) -> None:
    assert load(written(tmp_path, ""), env={}) == Settings()


@pytest.mark.parametrize("text", ["- a list", "just words", "a: [", "a: \tb: c"])
def test_a_file_that_is_no_mapping_is_told_with_its_name(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError, match=r"convonet\.yaml"):
        load(written(tmp_path, text), env={})


def test_a_file_in_no_known_encoding_is_told_with_its_name(tmp_path: Path) -> None:
    file = tmp_path / "convonet.yaml"
    file.write_bytes(b"workers: \xff\xfe")
    with pytest.raises(ConfigError, match=r"convonet\.yaml"):
        load(file, env={})


@pytest.mark.parametrize("by_environment", [True, False])
def test_a_file_that_was_named_must_be_there(tmp_path: Path, by_environment: bool) -> None:
    absent = tmp_path / "absent.yaml"
    with pytest.raises(ConfigError, match="cannot be read"):
        load(
            None if by_environment else absent, env={"CONVONET_CONFIG": str(absent)} if by_environment else {}
        )


def test_settings_cannot_be_changed() -> None:
    for name in Settings.model_fields:
        with pytest.raises(ValueError, match="frozen"):
            setattr(Settings(), name, None)


def test_a_section_that_stands_twice_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="listen stands twice, again in line 3"):
        load(written(tmp_path, "listen:\n  port: 8765\nlisten:\n  http_port: 8766\n"), env={})
