"""What the doctor makes of what it is told, part by part."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from convonet_ari.config import Settings, parse
from convonet_ari.dialplan.settings import from_settings
from convonet_ari.doctor import (
    configuration,
    database,
    extensions,
    here,
    manager,
    report,
    rest,
    road,
    speech,
    workers,
)
from convonet_ari.doctor.finding import Finding, Level, healthy
from convonet_ari.errors import AmiError, AmiLost
from convonet_ari.stasis.ari.generated import Module

pytestmark = pytest.mark.core

SECRET = "a-secret-nobody-should-read"


def settings(**sections: Any) -> Settings:
    secrets = {
        "listen": {"ari_password": SECRET},
        "asterisk": {"ari_password": SECRET, "ami_secret": SECRET},
        "database": {"url": f"postgresql://app:{SECRET}@127.0.0.1/x"},
        "pin": {"key": SECRET},
    }
    return parse({**secrets, **sections})


def client_fields(**changed: str) -> dict[str, str]:
    wanted = from_settings(settings())
    fields = {
        "uri": wanted.worker_uri,
        "username": wanted.worker_user,
        "password": wanted.worker_password,
        "connection_type": "per_call_config",
    }
    return fields | changed


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("22.10.1+dfsg+~cs6.17.60671434-1", Level.OK),
        ("22.8.0", Level.OK),
        ("23.0.0", Level.OK),
        ("certified/22.8-cert1", Level.OK),
        ("22.7.1", Level.FAIL),
        ("20.15.2", Level.FAIL),
        ("GIT-22-4fa2c1", Level.WARN),
        ("", Level.WARN),
    ],
)
def test_asterisk_older_than_22_8_is_too_old(text: str, level: Level) -> None:
    assert rest.judge_version(text).level is level


def test_modules_that_do_not_run_are_named_with_the_command_that_loads_them() -> None:
    modules = [
        Module(name=f"{name}.so", description="", use_count=0, status="Running", support_level="core")
        for name in rest.NEEDED
        if name != "chan_websocket"
    ]
    (found,) = rest.judge_modules(modules)
    assert found.level is Level.FAIL
    assert "chan_websocket" in found.what
    assert "module load chan_websocket.so" in found.mend


@pytest.mark.parametrize(
    ("status", "words"), [(401, "password is refused"), (404, "ARI is switched off"), (500, "status 500")]
)
def test_refusals_of_ari_are_told_apart(status: int, words: str) -> None:
    assert words in rest.refused(status, "convonet").what


def test_media_sockets_are_known_by_their_own_words() -> None:
    assert rest.judge_media(404, "<p>WebSocket instance not found</p>").level is Level.OK
    assert rest.judge_media(404, "The requested URL was not found on this server").level is Level.FAIL


def test_a_road_that_agrees_with_the_settings_is_in_order() -> None:
    assert road.judge_client(client_fields(), from_settings(settings())) == []


def test_localhost_is_this_machine_too() -> None:
    fields = client_fields(uri="ws://localhost:8765/ari")
    assert road.judge_client(fields, from_settings(settings())) == []


@pytest.mark.parametrize(
    ("changed", "level", "words"),
    [
        ({"uri": "ws://127.0.0.1:9999/ari"}, Level.FAIL, "ws://127.0.0.1:9999/ari"),
        ({"uri": "ws://balancer.example:80/ari"}, Level.WARN, "ws://balancer.example:80/ari"),
        ({"password": "another"}, Level.FAIL, "user or password differ"),
        ({"password": "CHANGE_ME_WORKER_PASSWORD"}, Level.FAIL, "CHANGE_ME"),
        ({"connection_type": "persistent"}, Level.FAIL, "socket of its own"),
    ],
)
def test_what_differs_on_the_road_is_named(changed: dict[str, str], level: Level, words: str) -> None:
    (found,) = road.judge_client(client_fields(**changed), from_settings(settings()))
    assert found.level is level
    assert words in found.what


def test_a_missing_websocket_client_is_named() -> None:
    (found,) = road.judge_client(None, from_settings(settings()))
    assert "websocket_client.conf has no [convonet]" in found.what


def test_applications_asterisk_does_not_know_are_named() -> None:
    wanted = from_settings(settings())
    fields = {
        "apps": "convonet-0, convonet-1",
        "websocket_client_id": "convonet",
        "local_ari_user": "convonet",
    }
    (found,) = road.judge_outbound(fields, wanted)
    assert "convonet-2" in found.what
    assert "convonet-1," not in found.what


def test_another_number_of_applications_in_the_dialplan_is_noticed() -> None:
    loaded = dict.fromkeys(manager.CONTEXTS, True)
    wanted = from_settings(settings())
    steps = ["CONVONET_APPLICATION=convonet-$[${CONVONET_ENTRY} % 10]"]
    assert manager.judge_dialplan(loaded, steps, wanted).level is Level.OK
    steps = ["CONVONET_APPLICATION=convonet-$[${CONVONET_ENTRY} % 4]"]
    assert manager.judge_dialplan(loaded, steps, wanted).level is Level.FAIL


def test_a_closed_manager_port_and_a_refused_login_are_told_apart() -> None:
    asterisk = settings().asterisk
    assert "nobody answers" in manager.shut(AmiLost("Connect"), asterisk).what
    assert "is refused" in manager.shut(AmiError("Login", "Authentication failed"), asterisk).what


@pytest.mark.parametrize("right", ["superuser", "owner", "bypass"])
def test_a_role_above_row_security_fails(right: str) -> None:
    row = {"name": "app", "superuser": False, "owner": False, "bypass": False}
    assert database.judge_role(row).level is Level.OK
    assert database.judge_role({**row, right: True}).level is Level.FAIL


@pytest.mark.parametrize(
    ("stranger", "realm", "known", "words"),
    [
        (401, workers.REALM, 400, "asks for its password"),
        (401, workers.REALM, 401, "know another password"),
        (401, workers.REALM, 503, "takes no calls"),
        (200, "", 200, "another program"),
    ],
)
def test_who_holds_the_workers_port_is_told(stranger: int, realm: str, known: int, words: str) -> None:
    assert words in workers.judge_worker("127.0.0.1:8765", stranger, realm, known).what


def test_secrets_are_missed_by_name() -> None:
    found = configuration.secrets(settings(pin={"key": ""}, listen={}))
    assert found.level is Level.FAIL
    assert "CONVONET_PIN_KEY" in found.what
    assert "CONVONET_LISTEN_PASSWORD" in found.what
    assert "CONVONET_ARI_PASSWORD" not in found.what


def test_a_placeholder_in_the_settings_is_named_by_its_key() -> None:
    (found,) = configuration.placeholders(settings(asterisk={"ami_secret": "CHANGE_ME_AMI_SECRET"}))
    assert "asterisk.ami_secret" in found.what


def test_a_placeholder_in_an_installed_file_is_named_by_file() -> None:
    texts = {"manager_custom.conf": "secret = CHANGE_ME_AMI_SECRET"}
    (found,) = configuration.unfilled_findings(texts, Path("/etc/asterisk"))
    assert "/etc/asterisk/manager_custom.conf still holds CHANGE_ME_AMI_SECRET" in found.what


def test_an_openai_engine_without_key_or_server_fails() -> None:
    assert speech.language_model(settings(speech={"llm": "openai"})).level is Level.FAIL
    keyed = {"llm": "openai", "openai": {"api_key": SECRET}}
    assert speech.language_model(settings(speech=keyed)).level is Level.OK
    served = {"llm": "openai", "openai": {"base_url": "http://127.0.0.1:9/v1"}}
    assert speech.language_model(settings(speech=served)).level is Level.OK


def test_an_old_python_fails() -> None:
    assert here.python((3, 10, 12)).level is Level.FAIL


@pytest.mark.parametrize(("gib", "level"), [(50.0, Level.OK), (1.0, Level.WARN), (0.1, Level.FAIL)])
def test_scarce_space_is_doubtful_and_none_is_wrong(gib: float, level: Level) -> None:
    assert here.judge_space(Path("/var"), int(gib * here.GIB)).level is level


def test_packages_only_an_extra_wants_are_not_missed() -> None:
    assert here.required_name("psycopg[binary,pool]<4,>=3.3") == "psycopg"
    assert here.required_name("faster-whisper==1.2.1; extra == 'local'") == ""


def test_extensions_whose_vanished_telephones_would_hold_a_caller_are_named() -> None:
    assert extensions.judge({"1001": "20", "1002": "30", "2000": ""})[0].level is Level.OK
    assert extensions.judge({"2000": ""}) == []
    (found,) = extensions.judge({"1001": "20"} | {str(number): "0" for number in range(1002, 1012)})
    assert found.level is Level.WARN
    assert found.what.endswith(": 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009 and 2 more")
    assert "[1002](+)" in found.mend


def test_warnings_leave_a_call_possible_and_failures_do_not() -> None:
    fine, doubtful, wrong = (Finding("x", level, "y") for level in Level)
    assert healthy([fine, doubtful])
    assert not healthy([fine, doubtful, wrong])
    assert json.loads(report.as_json([wrong]))["healthy"] is False


def test_no_judgement_on_a_secret_repeats_it() -> None:
    strange = settings(asterisk={"ari_password": "CHANGE_ME_X", "ami_secret": SECRET})
    found = [
        configuration.secrets(strange),
        *configuration.placeholders(strange),
        *road.judge_client(client_fields(password=f"{SECRET}!"), from_settings(settings())),
        database.unreachable(ValueError(f"cannot parse postgresql://app:{SECRET}@host")),
    ]
    assert SECRET not in report.as_json(found)


def test_who_holds_the_workers_port_is_named() -> None:
    found = workers.judge_worker("127.0.0.1:8765", 200, "", 200, "pid 4711 (nginx -g daemon)")
    assert found.what == "another program holds 127.0.0.1:8765: pid 4711 (nginx -g daemon)"


def test_a_server_of_engines_without_an_address_is_doubtful_and_local_engines_need_none() -> None:
    assert speech.server(settings()) == []
    elsewhere = {"llm": "openai", "openai": {"base_url": "http://nowhere.invalid/v1"}}
    [found] = speech.server(settings(speech=elsewhere))
    assert (found.level, found.what) == (Level.WARN, "no address is known for nowhere.invalid")
    elsewhere["openai"] = {"base_url": "http://127.0.0.1:9/v1"}
    assert speech.server(settings(speech=elsewhere)) == []
