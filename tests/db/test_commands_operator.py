"""`convonet call` and `convonet user` as an operator types them, on a real database."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from typer.testing import CliRunner, Result

from convonet_ari.cli import app
from convonet_ari.commands.replay import from_case
from convonet_ari.demo.plan import Secrets
from convonet_ari.store import profiles
from convonet_ari.store.seed import ANN_NUMBER, DID
from convonet_ari.usage import Used
from tests.db.desk import open_desk
from tests.db.house import PIN_KEY, House

pytestmark = pytest.mark.db

Run = Callable[..., Awaitable[Result]]
CASES = Path(__file__).parents[1] / "core" / "cases"


def secrets(house: House) -> dict[str, str]:
    return {
        "CONVONET_DATABASE_URL": house.server.app_dsn(house.name),
        "CONVONET_PIN_KEY": PIN_KEY.get_secret_value(),
    }


@pytest.fixture
def run(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Type a command in an empty folder, with the secrets of an installation in the environment."""
    monkeypatch.chdir(tmp_path)

    async def typed(*words: str, env: dict[str, str] | None = None) -> Result:
        surroundings = secrets(house) if env is None else env
        for name in (
            "CONVONET_DATABASE_URL",
            "CONVONET_DATABASE_OWNER_URL",
            "CONVONET_PIN_KEY",
            "CONVONET_CONFIG",
        ):
            monkeypatch.delenv(name, raising=False)
        for name, value in surroundings.items():
            monkeypatch.setenv(name, value)
        return await asyncio.to_thread(lambda: CliRunner().invoke(app, list(words)))

    return typed


async def stored(house: House, case: str, channel: str = "1.1", *, broken_off: bool = False) -> UUID:
    """A call as a worker would have stored it."""
    _, events, _ = from_case((CASES / f"{case}.json").read_text(encoding="utf-8"))
    lease = await house.calls.open(house.demo.org_id, DID, ANN_NUMBER, channel, "worker-0")
    await house.calls.append(lease, [(stored.seq, stored.at_ms, stored.event) for stored in events])
    text = "I created the todo “team meeting”,"
    await house.calls.utterance(lease, 1, "caller", "Create a to-do.", None, {"recognition_ms": 317})
    figures = {"endpoint_ms": 510, "model_ms": 42, "total_ms": 700}
    await house.calls.utterance(lease, 1, "assistant", text, "I created", figures)
    await house.calls.recording(lease, "/somewhere/1.wav", 12.5, broken_off=broken_off)
    spent = [Used("hearing", "ears-1", seconds=12.4, cost=0.002), Used("thinking", "mind-1", 900, 400, 20)]
    await house.calls.usage(lease, 1, 1, spent)
    await house.calls.finish(lease, "hangup")
    return lease.call_id


async def test_calls_are_listed_newest_first_for_a_number(house: House, run: Run) -> None:
    first = await stored(house, "todo-and-barge-in", "1.1")
    second = await stored(house, "todo-and-barge-in", "2.1")
    lines = (await run("call", "list", "--did", DID)).stdout.splitlines()
    assert [line.split()[0] for line in lines] == [str(second), str(first)]
    assert "ended (hangup)" in lines[0]


async def test_a_call_is_shown_with_what_it_cost(house: House, run: Run) -> None:
    shown = (await run("call", "show", str(await stored(house, "todo-and-barge-in")))).stdout
    assert "hearing   ears-1: 12 s, $0.0020" in shown
    assert "thinking  mind-1: 900 tokens read (400 cached), 20 written, $0.0000" in shown
    assert "cost      $0.0020" in shown


async def test_a_recording_that_was_broken_off_is_shown_as_such(house: House, run: Run) -> None:
    call = await stored(house, "todo-and-barge-in", broken_off=True)
    shown = (await run("call", "show", str(call))).stdout
    assert "12.5 s in two channels, broken off" in shown


async def test_the_owner_lists_every_organisations_calls_without_a_number(house: House, run: Run) -> None:
    call = await stored(house, "todo-and-barge-in")
    owner = {"CONVONET_DATABASE_OWNER_URL": house.server.owner_dsn(house.name)}
    assert str(call) in (await run("call", "list", env=owner)).stdout


async def test_without_owner_and_number_the_command_says_what_it_needs(run: Run) -> None:
    result = await run("call", "list")
    assert result.exit_code == 1
    assert "--did" in str(result.exception)


async def test_a_call_is_told_with_tools_figures_and_what_was_not_heard(house: House, run: Run) -> None:
    call = await stored(house, "todo-and-barge-in")
    told = (await run("call", "show", str(call))).stdout
    assert "pin → conversation" in told
    assert "accepted: Ann Lee" in told
    assert "the caller speaks: the assistant stops" in told
    assert "create_todo done  (" in told
    assert "Create a to-do.  (recognition 317 ms)" in told
    assert "I created ⟨unheard: the todo “team meeting”,⟩" in told
    [line] = [line for line in told.splitlines() if line.startswith("1 ")]
    assert line.split()[:4] == ["1", "510", "42", "700"]
    assert "create_todo " in line
    assert line.endswith("done, interrupted  Create a to-do.")
    assert "/somewhere/1.wav, 12.5 s" in told


@pytest.mark.parametrize("part", ["last", "beginning", "end"])
async def test_a_call_is_found_by_part_of_its_id(house: House, run: Run, part: str) -> None:
    call = str(await stored(house, "todo-and-barge-in"))
    name = {"last": "last", "beginning": call[:13], "end": call[-6:]}[part]
    assert call in (await run("call", "show", name, "--did", DID)).stdout


async def test_an_ambiguous_or_unknown_part_is_refused(house: House, run: Run) -> None:
    for channel in ("1.1", "2.1"):
        await stored(house, "todo-and-barge-in", channel)
    assert "several calls" in str((await run("call", "show", "0", "--did", DID)).exception)
    assert "no call with" in str((await run("call", "show", "ffffff", "--did", DID)).exception)


@pytest.mark.parametrize("case", [file.stem for file in sorted(CASES.glob("*.json"))])
async def test_a_replayed_call_is_saved_as_it_was_recorded(
    house: House, run: Run, case: str, tmp_path: Path
) -> None:
    call = await stored(house, case)
    file = tmp_path / "cases" / "again.json"
    result = await run("call", "replay", str(call), "--save", str(file))
    recorded = (CASES / f"{case}.json").read_text(encoding="utf-8")
    assert from_case(file.read_text(encoding="utf-8"))[:2] == from_case(recorded)[:2]
    assert "CallArrived" in result.stdout


async def test_a_replay_says_whether_the_machines_end_fits(house: House, run: Run) -> None:
    call = await stored(house, "todo-and-barge-in")
    fitting = await run("call", "replay", str(call))
    assert fitting.exit_code == 0
    assert "fits what is stored" in fitting.stdout
    async with house.store.tenant(house.demo.org_id) as tx:
        await tx.execute("UPDATE calls SET phase = 'pin', end_reason = NULL, ended_at = NULL")
    strange = await run("call", "replay", str(call))
    assert strange.exit_code == 1
    assert "the machine ends in ended, the row in pin" in strange.stdout


async def test_the_running_demo_is_meant_when_nothing_is_configured(
    house: House, run: Run, tmp_path: Path
) -> None:
    call = await stored(house, "todo-and-barge-in")
    demo = {"database_url": house.server.admin_dsn(house.name), "sip": {"did": DID}}
    home = tmp_path / "var"
    Secrets.of(home / "secrets.json")
    (home / "postgres").symlink_to(house.server.home)
    (home / "convonet.yaml").write_text("workers: 1\n")
    (home / "demo.json").write_text(json.dumps(demo))
    assert str(call) in (await run("call", "list", env={})).stdout
    assert str(call) in (await run("call", "list", "--config", "var/convonet.yaml", env={})).stdout
    elsewhere = {"CONVONET_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
    assert str(call) in (await run("call", "list", "--demo", env=elsewhere)).stdout
    assert (await run("call", "list", env=elsewhere)).exit_code == 1


async def test_without_database_and_demo_the_command_says_what_to_do(run: Run) -> None:
    assert "make demo" in str((await run("call", "list", env={})).exception)


async def test_an_added_user_gets_a_pin_that_proves_them(house: House, run: Run) -> None:
    result = await run("user", "add", "Zoe Neu", "--number", "+15550001111", "--did", DID)
    pin = result.stdout.split()[-1]
    verdict = await house.people.check_pin(house.demo.org_id, "+15550001111", pin, datetime.now(UTC))
    assert verdict.caller is not None
    assert verdict.caller.name == "Zoe Neu"
    assert "Zoe Neu" in (await run("user", "list", "--did", DID)).stdout


async def test_a_fresh_pin_ends_the_old_one(house: House, run: Run) -> None:
    pin = (await run("user", "pin", "ann lee", "--did", DID)).stdout.split()[-1]
    now = datetime.now(UTC)
    old = await house.people.check_pin(house.demo.org_id, ANN_NUMBER, house.demo.pin, now)
    new = await house.people.check_pin(house.demo.org_id, ANN_NUMBER, pin, now)
    assert (old.outcome, new.outcome) == ("wrong", "accepted")


async def test_a_number_somebody_has_is_not_given_twice(run: Run) -> None:
    result = await run("user", "add", "Another", "--number", ANN_NUMBER, "--did", DID)
    assert "already" in str(result.exception)


async def test_a_user_s_number_is_verified_changed_and_free_again_when_they_leave(run: Run) -> None:
    await run("user", "add", "Zoe Neu", "--did", DID)
    assert "has no number" in str(
        (await run("user", "number", "Zoe Neu", "--verified", "--did", DID)).exception
    )
    taken = await run("user", "number", "Zoe Neu", ANN_NUMBER, "--did", DID)
    assert "already" in str(taken.exception)
    assert "is no number" in str((await run("user", "number", "Zoe Neu", "soon", "--did", DID)).exception)
    await run("user", "number", "Zoe Neu", "+15550001111", "--verified", "--did", DID)
    assert "+15550001111 (verified)" in (await run("user", "list", "--did", DID)).stdout
    await run("user", "remove", "Zoe Neu", "--did", DID)
    assert "no user is" in str((await run("user", "pin", "Zoe Neu", "--did", DID)).exception)
    again = await run("user", "add", "Zoe Two", "--number", "+15550001111", "--did", DID)
    assert "PIN" in again.stdout


async def test_a_user_nobody_knows_is_refused(run: Run) -> None:
    assert "no user is 'Nobody'" in str((await run("user", "pin", "Nobody", "--did", DID)).exception)


async def test_receipts_are_wished_for_and_ended_at_the_command_line(house: House, run: Run) -> None:
    await run("user", "receipts", "Ann Lee", "--email", "ann@example.com", "--did", DID)
    async with house.store.tenant(house.demo.org_id) as tx:
        assert (await profiles.read_profile(tx, house.demo.user_id)).receipts == "email"
    await run("user", "receipts", "Ann Lee", "--off", "--did", DID)
    async with house.store.tenant(house.demo.org_id) as tx:
        mine = await profiles.read_profile(tx, house.demo.user_id)
    assert (mine.receipts, mine.email) == ("none", "ann@example.com")


async def test_an_address_that_is_none_is_refused(run: Run) -> None:
    result = await run("user", "receipts", "Ann Lee", "--email", "nowhere", "--did", DID)
    assert "no e-mail address" in str(result.exception)


async def test_agents_are_added_listed_given_passwords_and_removed(house: House, run: Run) -> None:
    words = ("agent", "add", "Eva", "--name", "Eva Lang", "--extension", "1003", "--department", "sales")
    added = await run(*words, "--did", DID)
    assert added.exit_code == 0, added.output
    assert "Eva Lang was added. Login: eva  Password: " in added.stdout
    listed = (await run("agent", "list", "--did", DID)).stdout
    (line,) = [line for line in listed.splitlines() if "Eva Lang" in line]
    cells = [cell for cell in line.split("  ") if cell]
    assert [cell.strip() for cell in cells[1:5]] == ["eva", "Eva Lang", "1003", "agent"]
    assert [cell.strip() for cell in cells[5:]] == ["desk phone", "signs in", "sales", "logged_out"]
    again = await run(*words, "--did", DID)
    assert "somebody's already" in str(again.exception)
    fresh = await run("agent", "password", "1003", "--did", DID)
    assert fresh.stdout.startswith("Password: ")
    assert "was removed" in (await run("agent", "remove", "eva", "--did", DID)).stdout
    assert "Eva Lang" not in (await run("agent", "list", "--did", DID)).stdout
    assert (await run(*words, "--did", DID)).exit_code == 0


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"--department": "nowhere"}, "no department 'nowhere'"),
        ({"--extension": "PJSIP/1"}, "no extension"),
        ({"--role": "boss"}, "not one of agent, supervisor"),
    ],
)
async def test_a_wrong_agent_is_not_added(house: House, run: Run, changed: dict[str, str], told: str) -> None:
    options = {"--name": "Eva", "--extension": "1003", **changed}
    words = [word for pair in options.items() for word in pair]
    assert told in str((await run("agent", "add", "eva", *words, "--did", DID)).exception)
    assert "Eva" not in (await run("agent", "list", "--did", DID)).stdout


async def test_a_users_language_is_set_and_left_to_the_organisation(house: House, run: Run) -> None:
    async def language() -> str:
        async with house.store.tenant(house.demo.org_id) as tx:
            return (await profiles.read_profile(tx, house.demo.user_id)).language

    assert "Spanish" in (await run("user", "language", "Ann Lee", "es-MX", "--did", DID)).output
    assert await language() == "es-MX"
    await run("user", "language", "Ann Lee", "default", "--did", DID)
    assert await language() == "en"
    refused = await run("user", "language", "Ann Lee", "tlh", "--did", DID)
    assert "no language of the assistant" in str(refused.exception)


async def test_a_change_by_voice_is_taken_back_later_at_the_command_line(house: House, run: Run) -> None:
    desk = await open_desk(house)
    desk.now = datetime.now(UTC)
    await desk("create_todo", title="Order paper")
    await desk("create_todo", title="Order ink")
    listed = (await run("user", "changes", "Ann Lee", "--did", DID)).stdout.splitlines()
    assert [line.split("  ")[-1] for line in listed] == [
        "added the todo “Order ink”",
        "added the todo “Order paper”",
    ]
    undone = await run("user", "undo", "Ann Lee", "2", "--did", DID)
    assert undone.stdout.strip() == "The todo “Order paper” is gone again."
    assert await desk.value("SELECT count(*) FROM todos WHERE title LIKE 'Order %'") >= 1
    assert await desk.value("SELECT count(*) FROM todos WHERE title = 'Order paper'") == 0
    missing = await run("user", "undo", "Ann Lee", "7", "--did", DID)
    assert "no change number 7" in str(missing.exception)
