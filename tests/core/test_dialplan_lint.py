"""What the linter finds in a dialplan, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from convonet_ari.cli import app
from convonet_ari.dialplan import conf
from convonet_ari.dialplan.lint import lint
from convonet_ari.dialplan.plan import matches
from convonet_ari.dialplan.render import render
from convonet_ari.embedded.pbx import render_pbx
from tests.core.test_dialplan_pbx import OPTIONS

pytestmark = pytest.mark.core

MINE = "extensions_custom.conf"


def complaints(text: str, **more: str) -> list[str]:
    files = {MINE: text, **{name.replace("_conf", ".conf"): other for name, other in more.items()}}
    return [str(each).removeprefix(f"{MINE}:") for each in lint(conf.read(conf.from_texts(files), MINE))]


def test_our_own_dialplan_is_clean_alone_and_among_freepbx_s() -> None:
    alone = conf.read(conf.from_texts(render()), MINE)
    assert lint(alone, all_files=True) == []
    whole = conf.read(conf.from_texts(render_pbx(OPTIONS, render())), "extensions.conf")
    assert lint(whole) == []


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[a]\ninclude => b\n", "2: includes the context b, which does not exist"),
        ("[a]\nexten => s,2,NoOp()\n", "2: a,s has no priority 1"),
        ("[a]\nexten => s,1,NoOp()\nexten => s,3,NoOp()\n", "3: a,s has no priority 2: a call ends before"),
        ("[a]\nexten => s,1,NoOp()\nexten => s,1,Answer()\n", "3: a,s,1 exists already"),
        ("[a]\nexten => s,1,Goto(b,s,1)\n", "2: leads to the context b, which does not exist"),
        ("[a]\nexten => s,1,Goto(t,1)\n", "2: leads to a,t, which does not exist"),
        ("[a]\nexten => s,1,Goto(done)\n", "2: leads to a,s,done, which does not exist"),
        ("[a]\nexten => s,1,GotoIf($[${X} > 1]?b,s,1:a,s,1)\n", "2: leads to the context b"),
        ("[a]\nexten => s,1,Gosub(b,s,1(${X},y))\n", "2: leads to the context b"),
        ("[a]\nexten => s,1,ExecIf($[${X}]?Goto(b,s,1))\n", "2: leads to the context b"),
        ("[a]\nexten => s,1,Dial(Local/5@b/n,30)\n", "2: leads to the context b"),
        ("[a]\nsame => n,NoOp()\n", "2: cannot be read: n,NoOp()"),
        ("[a]\nexten => s,1\n", "2: cannot be read: 1"),
        ("#include gone.conf\n", "1: includes gone.conf, which is not there"),
    ],
)
def test_what_would_fail_at_a_call_is_told_with_its_place(text: str, complaint: str) -> None:
    (found,) = complaints(text)
    assert found.startswith(complaint)


@pytest.mark.parametrize(
    "step",
    [
        "System(echo ${CALLERID(name)})",
        "TrySystem(echo ${PJSIP_HEADER(read,X-Shop)})",
        "AGI(look.py,${CALLERID(num)})",
        "Goto(${FROM_DID},1)",
        "GotoIf($[${CALLERID(num)} = 5]?s,1)",
        "Exec(${CALLERID(name)})",
        "ExecIf($[1]?Set(X=${CALLERID(name)}))",
        "Dial(PJSIP/${FROM_DID})",
        "Queue(${SHIFT(FROM_DID)}${CALLERID(dnid)})",
        "Set(X=${SHELL(echo ${CALLERID(num)})})",
        "Set(DB(seen/${CALLERID(num)})=1)",
        "NoOp(${EVAL(${CALLERID(name)})})",
    ],
)
def test_a_caller_s_text_in_something_that_obeys_it_is_told(step: str) -> None:
    (found,) = complaints(f"[a]\nexten => s,1,{step}\n")
    assert "which a caller chooses, unfiltered" in found


@pytest.mark.parametrize(
    "step",
    [
        "NoOp(${CALLERID(name)})",
        "Set(CALLERID(name)=${CALLERID(name)} x)",
        "System(echo ${FILTER(0-9,${CALLERID(num)})})",
        "GotoIf($[${LEN(${CALLERID(name)})} > 0]?s,1)",
        "AGI(agi://127.0.0.1/x,${FILTER(+0-9,${FROM_DID})})",
        "System(echo ${UNIQUEID})",
    ],
)
def test_what_is_filtered_or_only_shown_is_left_alone(step: str) -> None:
    assert complaints(f"[a]\nexten => s,1,{step}\n") == []


def test_a_caller_s_text_is_followed_through_variables_and_keys() -> None:
    dialplan = """[a]
exten => s,1,Set(__ONE=${CALLERID(name)})
 same => n,Set(TWO=x${ONE})
 same => n,Read(KEYS,beep)
 same => n,System(say ${TWO} ${KEYS} ${THREE})
"""
    assert [line.partition("{")[2][:4] for line in complaints(dialplan)] == ["TWO}", "KEYS"]


def test_the_number_dialled_is_the_caller_s_only_where_a_pattern_lets_anything_in() -> None:
    loose = "[a]\nexten => _X.,1,System(${EXTEN})\n"
    strict = "[a]\nexten => _XXXX,1,System(${EXTEN})\n"
    assert len(complaints(loose)) == 1
    assert complaints(strict) == []


def test_freepbx_s_own_files_are_not_complained_of_unless_asked() -> None:
    files = {
        MINE: "#include extensions_additional.conf\n",
        "extensions_additional.conf": "[a]\ninclude => b\n",
    }
    config = conf.read(conf.from_texts(files), MINE)
    assert lint(config) == []
    assert len(lint(config, all_files=True)) == 1


def test_targets_are_found_in_patterns_labels_and_included_contexts() -> None:
    dialplan = """[a]
include => b
exten => s,1(here),Goto(5552345,1)
 same => n,Goto(here)
[b]
exten => _555NXXX,1,NoOp()
"""
    assert complaints(dialplan) == []


@pytest.mark.parametrize(
    ("pattern", "number", "fits"),
    [
        ("_X.", "12", True),
        ("_X.", "1", False),
        ("_[2-4]Z", "30", False),
        ("_+1!", "+1", True),
        ("s", "s", False),
    ],
)
def test_patterns_match_as_asterisk_s(pattern: str, number: str, fits: bool) -> None:
    assert matches(pattern, number) is fits


@given(st.text(alphabet='[]()${},"=>;\\\n snextGotoIf?:1', max_size=200))
def test_no_text_is_too_strange_to_be_read(text: str) -> None:
    lint(conf.read(conf.from_texts({MINE: text}), MINE), all_files=True)


def test_templates_additions_and_comments_are_read_as_asterisk_reads_them() -> None:
    text = """[base](!)
allow = ulaw ; mine
[1001](base)
type = endpoint
;-- disallow = all
still a comment --;
[1001](+)
context = from-internal
[1001]
type = aor
"""
    endpoint, aor = conf.read(conf.from_texts({"x": text}), "x").resolved()
    assert [(entry.key, entry.value) for entry in endpoint.entries] == [
        ("allow", "ulaw"),
        ("type", "endpoint"),
        ("context", "from-internal"),
    ]
    assert aor.get("type") == "aor"


def test_the_command_reads_an_installation_and_ours_with_it(tmp_path: Path) -> None:
    (tmp_path / "extensions.conf").write_text("#include extensions_custom.conf\n[ext-queues]\n")
    (tmp_path / MINE).write_text("[x]\nexten => s,1,Goto(convonet-inbound,s,1)\n")
    clean = CliRunner().invoke(app, ["dialplan", "lint", "--defaults", "--etc", str(tmp_path)])
    assert (clean.exit_code, clean.output) == (0, "Nothing to complain of.\n")
    (tmp_path / MINE).write_text("[x]\nexten => s,1,Goto(convonet-inbond,s,1)\n")
    wrong = CliRunner().invoke(app, ["dialplan", "lint", "--defaults", "--etc", str(tmp_path)])
    assert wrong.exit_code == 1
    assert f"{MINE}:2: leads to the context convonet-inbond" in wrong.output
