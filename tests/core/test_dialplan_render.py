"""The files of `freepbx/`: what they say, that they are current, and what they refuse to hold."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convonet_ari.dialplan.render import FILES, DialplanOptions, render, unfilled, write
from convonet_ari.errors import ConfigError

pytestmark = pytest.mark.core

FREEPBX = Path(__file__).parents[2] / "freepbx"


def test_the_published_files_are_what_the_defaults_render() -> None:
    published = {path.name: path.read_text(encoding="utf-8") for path in FREEPBX.glob("*.conf")}
    assert published == render()


def test_rendering_twice_gives_the_same_bytes() -> None:
    assert render(DialplanOptions()) == render(DialplanOptions())


def test_the_published_files_hold_placeholders_for_every_secret() -> None:
    assert unfilled(render()) == [
        "ari_additional_custom.conf: CHANGE_ME_ARI_PASSWORD",
        "websocket_client.conf: CHANGE_ME_WORKER_PASSWORD",
        "manager_custom.conf: CHANGE_ME_AMI_SECRET",
    ]


def test_filled_in_files_hold_no_placeholder() -> None:
    options = DialplanOptions(worker_password="w", ari_password="a", ami_secret="m")
    assert unfilled(render(options)) == []


def test_no_marker_of_the_template_is_left() -> None:
    assert not [name for name, text in render().items() if "@@" in text]


def test_every_file_tells_the_administrator_what_it_is_for() -> None:
    assert all(text.startswith("; Convonet: ") for text in render().values())


def test_a_call_waits_at_least_four_seconds_for_a_worker() -> None:
    assert DialplanOptions().reconnect_window_s >= 4


def test_asterisk_knows_every_application_name_the_dialplan_rotates_through() -> None:
    options = DialplanOptions(application="desk", application_names=8)
    files = render(options)
    assert (
        "apps = desk-0,desk-1,desk-2,desk-3,desk-4,desk-5,desk-6,desk-7\n"
        in files["ari_additional_custom.conf"]
    )
    assert "desk-$[${CONVONET_ENTRY} % 8]" in files["extensions_custom.conf"]


def test_what_the_caller_sent_is_filtered_before_an_application_sees_it() -> None:
    text = render()["extensions_custom.conf"]
    for name in ("FROM_DID", "QUEUESTATUS", r"CALLERID\(num\)"):
        uses = re.findall(rf"[^\n]*\$\{{{name}}}[^\n]*", text)
        assert uses
        assert all(re.search(rf"FILTER\([+0-9A-Z-]+,\$\{{{name}}}\)", use) for use in uses)


def test_the_caller_s_own_name_is_dropped_before_anything_else() -> None:
    steps = render()["extensions_custom.conf"].split("[convonet-inbound]")[1].splitlines()
    assert "Set(CALLERID(name)=)" in next(step for step in steps if "same" in step)


def test_the_queue_is_entered_only_where_it_exists() -> None:
    text = render(DialplanOptions(queue="3000"))["extensions_custom.conf"]
    assert "${DIALPLAN_EXISTS(ext-queues,3000,1)}?ext-queues,3000,1" in text


def test_the_call_page_has_an_endpoint_only_where_there_is_such_a_page() -> None:
    without, with_page = render(), render(DialplanOptions(web_did="+12344007818", web_secret="w"))
    assert "convonet-web" not in "".join(without.values())
    assert "webrtc = yes" in with_page["pjsip_custom.conf"]
    assert "?from-pstn,+12344007818,1)" in with_page["extensions_custom.conf"]


def test_a_call_from_the_page_goes_nowhere_but_to_its_number() -> None:
    options = DialplanOptions(web_did="+12344007818", web_secret="w")
    page = render(options)["extensions_custom.conf"].split("[convonet-web]")[1]
    assert re.findall(r"(?:Goto|Dial|Queue|Stasis)\w*\(.*", page) == [
        'GotoIf($["${CONVONET_PASS}" = "good"]?from-pstn,+12344007818,1)'
    ]
    assert "[" not in page.split("[0-9a-f]", 1)[1].replace("$[", "")


def test_a_number_for_the_call_page_that_is_none_is_refused() -> None:
    with pytest.raises(ConfigError, match="web_did"):
        DialplanOptions(web_did="s,1)")


def test_too_few_application_names_for_quick_returns_are_refused() -> None:
    with pytest.raises(ConfigError, match="application_names"):
        DialplanOptions(application_names=7)


@pytest.mark.parametrize("value", ["", "a b", "a;b", "a\nb", "a\\b", "a\x00b", "a,b)c"])
def test_a_queue_that_would_break_the_dialplan_is_refused(value: str) -> None:
    with pytest.raises(ConfigError, match="queue"):
        DialplanOptions(queue=value)


@given(st.text(min_size=1).filter(lambda text: re.search(r"[^!-~]|;|\\", text)))
def test_a_secret_that_asterisk_would_misread_is_refused_without_being_told(secret: str) -> None:
    with pytest.raises(ConfigError) as refusal:
        DialplanOptions(ari_password=f"unique{secret}")
    assert "unique" not in str(refusal.value)


def test_secrets_are_absent_from_the_options_repr() -> None:
    options = DialplanOptions(worker_password="one", ari_password="two", ami_secret="three")
    assert not re.search("'(one|two|three)'", repr(options))


def test_written_files_are_closed_to_other_users(tmp_path: Path) -> None:
    write(render(), tmp_path / "convonet")
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "convonet").iterdir()}
    assert not {mode & 0o007 for mode in modes} - {0}
    assert sorted(path.name for path in (tmp_path / "convonet").iterdir()) == sorted(FILES)


def test_a_file_that_was_open_to_everybody_is_closed_before_it_holds_a_password(tmp_path: Path) -> None:
    (tmp_path / FILES[0]).write_text("old " * 10_000)
    (tmp_path / FILES[0]).chmod(0o644)
    write(render(), tmp_path)
    assert stat.S_IMODE((tmp_path / FILES[0]).stat().st_mode) == 0o640
    assert (tmp_path / FILES[0]).read_text() == render()[FILES[0]]
