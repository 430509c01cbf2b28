"""Asterisk's packages: where they come from, which are taken, and that building them is safe."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from convonet_ari.embedded import apt, installation, manual, mirror, packages, places
from convonet_ari.embedded.ports import free_ports
from convonet_ari.errors import MissingPart

pytestmark = pytest.mark.shell

DEB822 = """\
Types: deb
# snapshot: http://snapshot.example/20250520
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
"""
THIRD_PARTY = """\
deb https://packages.example/tools tools-bookworm main
deb [arch=amd64 signed-by=/etc/apt/keyrings/other.gpg] https://packages.example/apt bookworm main
"""
CLOUD_IMAGE = """\
Types: deb deb-src
URIs: mirror+file:///etc/apt/mirrors/debian.list
Suites: trixie trixie-updates trixie-backports
Components: main

Types: deb deb-src
URIs: mirror+file:///etc/apt/mirrors/debian-security.list
Suites: trixie-security
Components: main
"""


def apt_dir(root: Path, **sources: str) -> Path:
    (root / "sources.list.d").mkdir()
    for name, text in sources.items():
        place, suffix = name.rsplit("_", 1)
        parent = root if place == "sources" else root / "sources.list.d"
        (parent / f"{place}.{suffix}").write_text(text)
    return root


@pytest.mark.parametrize(
    ("sources", "release", "expected"),
    [
        ({"debian_sources": DEB822, "another_list": THIRD_PARTY}, "bookworm", "http://mirror.example/debian"),
        ({"debian_sources": CLOUD_IMAGE}, "trixie", "mirror+file:///etc/apt/mirrors/debian.list"),
        (
            {
                "sources_list": "# deb http://off.example/debian bookworm main\n"
                "deb cdrom:[Debian]/ bookworm main\n"
                "deb http://security.example/debian-security bookworm-security main\n"
                "deb [arch=amd64] http://old.example/debian/ bookworm main contrib # ours\n"
            },
            "bookworm",
            "http://old.example/debian/",
        ),
        (
            {"sources_list": "deb http://floating.example/debian stable main\n"},
            "trixie",
            "http://floating.example/debian",
        ),
    ],
    ids=["deb822-beside-third-parties", "cloud-image", "one-line", "named-stable"],
)
def test_archive_is_read_from_the_machine(
    sources: dict[str, str], release: str, expected: str, tmp_path: Path
) -> None:
    assert mirror.archive_uri(apt_dir(tmp_path, **sources), release) == expected


@pytest.mark.parametrize(
    "text",
    ["", "Types: deb\nEnabled: no\nURIs: http://m.example/debian\nSuites: bookworm\nComponents: main\n"],
)
def test_machine_without_an_archive_is_told_how_to_mend_it(text: str, tmp_path: Path) -> None:
    with pytest.raises(MissingPart, match="on the PATH"):
        mirror.archive_uri(apt_dir(tmp_path, debian_sources=text), "bookworm")


def test_signatures_are_demanded_whatever_the_machine_says(tmp_path: Path) -> None:
    """apt itself, given our configuration, refuses an archive that nobody signed."""
    archive = tmp_path / "archive/dists/forky/main/binary-amd64"
    archive.mkdir(parents=True)
    (archive / "Packages").write_text("")
    (tmp_path / "archive/dists/forky/Release").write_text("Suite: forky\nCodename: forky\n")
    private = apt.PrivateApt(
        tmp_path / "apt", f"file:{tmp_path}/archive", "forky", mirror.keyring(), apt.architecture()
    )
    with pytest.raises(MissingPart, match="not signed"):
        private.update()


def test_archive_that_cannot_be_reached_is_said_so(tmp_path: Path) -> None:
    (closed,) = free_ports(1)
    uri = f"http://127.0.0.1:{closed}/debian"
    private = apt.PrivateApt(tmp_path / "apt", uri, "forky", mirror.keyring(), apt.architecture())
    with pytest.raises(MissingPart, match="can be reached"):
        private.update()


def closure_of(monkeypatch: pytest.MonkeyPatch, known: dict[str, str], roots: list[str]) -> list[str]:
    def show(self: apt.PrivateApt, *argv: str, **_: object) -> str:
        wanted = [name for name in argv[3:] if name in known]
        record = "Package: {}\nVersion: 1\nSize: 5\nDepends: {}\n"
        return "\n".join(record.format(name, known[name]) for name in wanted)

    monkeypatch.setattr(apt.PrivateApt, "_apt", show)
    private = apt.PrivateApt(Path("/unused"), "", "forky", Path("/unused"), "amd64")
    return [package.name for package in private.closure(roots, ("debconf",), {"modules": "libheavy"})]


def test_closure_follows_dependencies_and_leaves_out_what_is_never_loaded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = {
        "asterisk": "modules (= 1), debconf, libc6 (>= 2)",
        "modules": "libheavy2 | other, libcurl4t64 (>= 7)",
        "libcurl4t64": "libc6, libnew9",
        "libc6": "",
        "libnew9": "libheavy2",
        "libheavy2": "",
    }
    assert closure_of(monkeypatch, known, ["modules"]) == [
        "libc6",
        "libcurl4t64",
        "libheavy2",
        "libnew9",
        "modules",
    ]
    known["libnew9"] = ""
    assert closure_of(monkeypatch, known, ["asterisk"]) == [
        "asterisk",
        "libc6",
        "libcurl4t64",
        "libnew9",
        "modules",
    ]


def test_package_that_left_the_suite_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(MissingPart, match="libgone1"):
        closure_of(monkeypatch, {"modules": "libgone1"}, ["modules"])


def test_failed_build_leaves_nothing_and_the_next_one_succeeds(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(work: Path, report: packages.Report) -> list[apt.Package]:
        (work / "half").mkdir()
        raise MissingPart("The disk is full", "Make room.")

    monkeypatch.setattr(packages, "_fill", fail)
    monkeypatch.setattr(packages, "on_path", lambda: None)
    with pytest.raises(MissingPart, match="disk"):
        packages.ensure_asterisk(lambda line: None, tmp_path)
    assert list((tmp_path / "asterisk").iterdir()) == []

    monkeypatch.setattr(packages, "_fill", lambda work, report: [apt.Package("asterisk", "22.10.1", 1, ())])
    monkeypatch.setattr(packages, "version_of", lambda argv: "22.10.1")
    assert packages.ensure_asterisk(lambda line: None, tmp_path).version == "22.10.1"


def test_asterisk_on_the_path_is_used_only_when_new_enough(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "asterisk"
    monkeypatch.setattr(installation, "SYSTEM_CONFIG", tmp_path / "asterisk.conf")
    (tmp_path / "asterisk.conf").write_text(f"astmoddir => {tmp_path}\nastdatadir => {tmp_path}\n")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    for version, used in {"20.9.3": False, "22.7.9": False, "22.8.0": True, "23.0.0": True}.items():
        program.write_text(f"#!/bin/sh\necho Asterisk {version}\n")
        program.chmod(0o755)
        found = installation.on_path()
        assert (found is not None) == used
        assert found is None or version in found.why


def test_long_path_gets_a_short_stand_in_that_is_the_same_each_time(tmp_path: Path) -> None:
    long = tmp_path / ("x" * 90)
    assert places.socket_dir(tmp_path) == tmp_path
    assert places.socket_dir(long) == places.socket_dir(long)
    assert len(str(places.socket_dir(long))) < 60


def test_folder_that_somebody_else_prepared_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "mine").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(MissingPart, match="another user"):
        places.own_dir(tmp_path / "mine")


def test_command_line_reports_a_problem_without_a_traceback(tmp_path: Path) -> None:
    prefix = tmp_path / "asterisk" / "unused"
    prefix.mkdir(parents=True)
    (prefix / "manifest.json").write_text(json.dumps({}))
    done = subprocess.run(
        [sys.executable, "-m", "convonet_ari.embedded.packages", str(tmp_path)],
        env={"PATH": "/nonexistent"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "This machine has no apt-get" in done.stderr
    assert "Traceback" not in done.stderr


def test_of_the_manual_stays_what_modules_look_up(tmp_path: Path) -> None:
    file = tmp_path / "core-en_US.xml"
    file.write_text(
        "<docs><application name='Dial'><synopsis>Calls.</synopsis><syntax/></application><managerEvent/>"
        "<configInfo name='x'><configOption name='y'><synopsis/><description/></configOption></configInfo>"
        "</docs>"
    )
    manual.shorten(file)
    assert [entry.tag for entry in ElementTree.parse(file).getroot().iter()] == [
        "docs",
        "application",
        "synopsis",
        "configInfo",
        "configOption",
        "synopsis",
    ]
