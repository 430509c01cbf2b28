"""Our files beside an administrator's: one include each, nothing replaced, and gone without a trace."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner

from convonet_ari.cli import app
from convonet_ari.dialplan.drift import compare
from convonet_ari.dialplan.install import FOLDER, Refused, include_line, plan_install, plan_uninstall
from convonet_ari.dialplan.put import BACKUPS, put, shown
from convonet_ari.dialplan.render import DialplanOptions, render
from convonet_ari.errors import MissingPart

pytestmark = pytest.mark.core

SECRETS = {"CONVONET_LISTEN_PASSWORD": "one", "CONVONET_ARI_PASSWORD": "two", "CONVONET_AMI_SECRET": "three"}
OURS = render(DialplanOptions(worker_password="one", ari_password="two", ami_secret="three"))
FILES = {name: text for name, text in OURS.items() if name != "pjsip_custom.conf"}
THEIRS = {
    "extensions_custom.conf": b"; mine\n[from-internal-custom]\nexten => 77,1,NoOp(hello)",
    "manager_custom.conf": b"[watcher]\r\nsecret = swordfish\r\n",
    "http_custom.conf": b"",
    "unrelated.conf": b"[x]\ny=z\n",
}


@pytest.fixture
def etc(tmp_path: Path) -> Path:
    place = tmp_path / "etc" / "asterisk"
    place.mkdir(parents=True)
    for name, text in THEIRS.items():
        (place / name).write_bytes(text)
    return place


def install(etc: Path, files: dict[str, str] | None = None) -> None:
    put(etc, plan_install(etc, files or FILES), "first")


def uninstall(etc: Path) -> None:
    put(etc, plan_uninstall(etc), "last")


def contents(etc: Path) -> dict[str, bytes]:
    files = (place for place in etc.rglob("*") if place.is_file())
    found = {str(place.relative_to(etc)): place.read_bytes() for place in files}
    return {name: text for name, text in found.items() if not name.startswith(BACKUPS)}


def test_each_file_of_theirs_gets_one_line_and_keeps_the_rest(etc: Path) -> None:
    install(etc)
    assert (etc / "extensions_custom.conf").read_bytes() == (
        THEIRS["extensions_custom.conf"] + b"\n#include convonet/extensions_custom.conf\n"
    )
    assert (etc / "websocket_client.conf").read_bytes() == include_line("websocket_client.conf")
    assert (etc / FOLDER / "manager_custom.conf").read_text() == FILES["manager_custom.conf"]


def test_settings_inside_a_section_come_before_theirs_so_that_theirs_win(etc: Path) -> None:
    (etc / "http_custom.conf").write_bytes(b"sessionlimit = 50\n[post_mappings]\n")
    install(etc)
    assert (etc / "http_custom.conf").read_bytes().startswith(include_line("http_custom.conf"))


def test_installing_twice_changes_nothing_the_second_time(etc: Path) -> None:
    install(etc)
    assert plan_install(etc, FILES) == []


def test_uninstalling_leaves_what_was_there_byte_for_byte(etc: Path) -> None:
    install(etc)
    uninstall(etc)
    assert contents(etc) == THEIRS
    assert not (etc / FOLDER).exists()


def test_what_they_wrote_since_stays(etc: Path) -> None:
    install(etc)
    for name in ("extensions_custom.conf", "websocket_client.conf", "http_custom.conf"):
        with (etc / name).open("ab") as file:
            file.write(b"; later\n")
    uninstall(etc)
    assert (etc / "extensions_custom.conf").read_bytes() == (
        THEIRS["extensions_custom.conf"] + b"\n; later\n"
    )
    assert (etc / "websocket_client.conf").read_bytes() == b"; later\n"
    assert (etc / "http_custom.conf").read_bytes() == b"; later\n"


def test_other_settings_change_our_file_and_none_of_theirs(etc: Path) -> None:
    install(etc)
    other = render(
        DialplanOptions(queue="2005", worker_password="one", ari_password="two", ami_secret="three")
    )
    changes = plan_install(etc, {name: other[name] for name in FILES})
    assert {change.name for change in changes} == {
        "convonet/extensions_custom.conf",
        "convonet/installed.json",
    }


def test_what_was_left_to_the_gui_is_not_missed_when_files_are_compared(etc: Path) -> None:
    wanted = OURS
    install(etc, FILES)
    assert compare(etc, wanted) == []
    (etc / FOLDER / "http_custom.conf").write_text("enabled = no")
    assert {line.partition(":")[0] for line in compare(etc, wanted)} == {"http_custom.conf"}


def test_a_file_left_out_of_a_later_installation_goes(etc: Path) -> None:
    install(etc, OURS)
    install(etc)
    assert "pjsip_custom.conf" not in contents(etc)
    assert f"{FOLDER}/pjsip_custom.conf" not in contents(etc)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("extensions_custom.conf", "[convonet-inbound]\nexten => s,1,NoOp()\n"),
        ("extensions_override_freepbx.conf", "[convonet-people]\n"),
        ("manager_additional.conf", "[convonet]\nsecret = x\n"),
        ("ari_additional.conf", "[convonet]\ntype = user\n"),
        ("websocket_client.conf", "[convonet]\ntype = websocket_client\n"),
    ],
)
def test_a_section_of_theirs_with_a_name_of_ours_is_refused_by_its_place(
    name: str, text: str, etc: Path
) -> None:
    (etc / name).write_text(text)
    with pytest.raises(Refused, match=f"{name}:1"):
        plan_install(etc, FILES)


def test_a_file_of_ours_changed_by_hand_is_not_overwritten_unasked(etc: Path) -> None:
    install(etc)
    (etc / FOLDER / "extensions_custom.conf").write_text("[convonet-inbound]\n; mine now\n")
    with pytest.raises(Refused, match="changed by hand"):
        plan_install(etc, FILES)
    put(etc, plan_install(etc, FILES, overwrite=True), "second")
    kept = etc / BACKUPS / "second" / FOLDER / "extensions_custom.conf"
    assert "; mine now" in kept.read_text()


def test_somebody_else_s_file_in_our_place_is_not_overwritten(etc: Path) -> None:
    (etc / FOLDER).mkdir()
    (etc / FOLDER / "extensions_custom.conf").write_text("[somebody]\n")
    with pytest.raises(Refused):
        plan_install(etc, FILES)


def test_files_put_there_by_the_guide_s_own_hand_are_taken_over(etc: Path) -> None:
    (etc / FOLDER).mkdir()
    (etc / FOLDER / "extensions_custom.conf").write_text("; Convonet: the road of a call\n[convonet-old]\n")
    (etc / "extensions_custom.conf").write_bytes(b"; mine\n" + include_line("extensions_custom.conf"))
    install(etc)
    uninstall(etc)
    assert (etc / "extensions_custom.conf").read_bytes() == b"; mine\n"


def test_a_link_out_of_the_folder_is_refused(etc: Path, tmp_path: Path) -> None:
    (tmp_path / "module.conf").write_text("")
    (etc / "manager_custom.conf").unlink()
    (etc / "manager_custom.conf").symlink_to(tmp_path / "module.conf")
    with pytest.raises(Refused, match="is a link"):
        plan_install(etc, FILES)


def test_placeholders_are_never_installed(etc: Path) -> None:
    with pytest.raises(Refused, match="CHANGE_ME_AMI_SECRET"):
        plan_install(etc, render())


def test_files_keep_owner_and_mode_and_new_ones_are_closed_to_others(etc: Path) -> None:
    (etc / "manager_custom.conf").chmod(0o600)
    install(etc)
    modes = {name: stat.S_IMODE((etc / name).stat().st_mode) for name in contents(etc)}
    assert modes["manager_custom.conf"] == 0o600
    assert modes["websocket_client.conf"] == modes["convonet/manager_custom.conf"] == 0o640
    assert stat.S_IMODE((etc / BACKUPS).stat().st_mode) == 0o700
    assert (etc / "websocket_client.conf").stat().st_uid == etc.stat().st_uid


def test_a_write_that_fails_leaves_everything_as_it_was(etc: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replaced: list[object] = []
    original = Path.replace

    def failing(self: Path, target: Path) -> Path:
        replaced.append(target)
        if str(target).endswith("/etc/asterisk/manager_custom.conf") and len(replaced) < 40:
            raise OSError(28, os.strerror(28))
        return original(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(MissingPart, match="nothing was changed"):
        install(etc)
    assert contents(etc) == THEIRS


def test_the_diff_tells_no_secret(etc: Path) -> None:
    text = "\n".join(shown(plan_install(etc, FILES)))
    assert "+#include convonet/manager_custom.conf" in text
    assert "+secret = (secret)" in text
    assert not {"= one", "= two", "= three", "swordfish"} & set(text.splitlines())
    assert "swordfish" not in text


def run(*arguments: str, answer: str = "") -> tuple[int, str]:
    done = CliRunner().invoke(app, ["dialplan", *arguments], input=answer, env=SECRETS)
    return done.exit_code, done.output


def test_the_command_asks_first_and_a_dry_run_writes_nothing(etc: Path) -> None:
    root = str(etc.parents[1])
    assert run("install", "--root", root, "--dry-run")[0] == 0
    assert run("install", "--root", root, answer="n\n")[0] == 0
    assert contents(etc) == THEIRS
    code, text = run("diff", "--root", root)
    assert (code, "+#include convonet/http_custom.conf" in text) == (1, True)


def test_the_command_installs_into_an_image_and_takes_everything_back(etc: Path) -> None:
    root = str(etc.parents[1])
    code, text = run("install", "--root", root, "--yes")
    assert (code, "Asterisk was not asked" in text) == (0, True)
    assert run("diff", "--root", root)[0] == 0
    assert run("uninstall", "--root", root, "--yes")[0] == 0
    assert contents(etc) == THEIRS
