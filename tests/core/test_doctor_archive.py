"""What `convonet doctor --report` writes holds no secret, no digits of a PIN and no telephone number."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convonet_ari.config import parse
from convonet_ari.doctor import archive
from convonet_ari.doctor.finding import fail, known, ok
from convonet_ari.doctor.trial import Options

pytestmark = pytest.mark.core

PIN = "739154"
SECRETS = {
    "database": {"url": "postgresql://app:dbpass-42@127.0.0.1/convonet"},
    "pin": {"key": "a-pin-key-for-this-test-alone-abcdefghij"},
    "listen": {"ari_password": "worker-pass"},
    "asterisk": {"ari_password": 'ari"pass', "ami_secret": "ami-pass"},
}
NUMBERS = ("+12344007818", "+1 (555) 123-4567", "15551234567", "0049 170 1111111")


def texts_of(file: Path) -> str:
    with zipfile.ZipFile(file) as archived:
        return "\n".join(archived.read(name).decode() for name in archived.namelist())


def test_a_report_holds_no_secret_no_pin_and_no_number(tmp_path: Path) -> None:
    settings = parse(SECRETS)
    findings = [
        ok("Numbers", ", ".join(NUMBERS)),
        fail("Odd", f"worker-pass, {PIN}, ami-pass and postgresql://x:dbpass-42@h/d", "See 22.10.1."),
        known("PIN", "wrong-pin", "it was not accepted"),
    ]
    (tmp_path / "extensions.conf").write_text("#include extensions_custom.conf\n")
    (tmp_path / "extensions_custom.conf").write_text("[a]\nexten => s,1,Goto(b,15551234567,1)\n")
    file = tmp_path / "report.zip"
    secrets = [*archive.secrets_of(settings), PIN]
    archive.write(file, archive.contents(settings, findings, tmp_path), secrets)
    told = texts_of(file)
    hidden = (*filter(None, secrets), "dbpass-42", *NUMBERS, "5551234567")
    assert [each for each in hidden if each in told] == []
    assert all(
        word in told for word in ("wrong-pin", "(set)", "22.10.1", "leads to the context b", "aiohttp")
    )
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_report_without_settings_is_written_all_the_same(tmp_path: Path) -> None:
    file = tmp_path / "report.zip"
    archive.write(file, archive.contents(None, [fail("Settings", "unreadable", "x")], tmp_path / "no"), [])
    assert "unreadable" in texts_of(file)


@given(st.from_regex(r"\+?[1-9][0-9]{7,14}", fullmatch=True), st.text(alphabet="abc ,;/\n", max_size=5))
def test_every_telephone_number_is_taken_out(number: str, around: str) -> None:
    assert number not in archive.scrubbed(f"{around} {number} {around}", [])


def test_versions_and_addresses_stay_readable() -> None:
    text = "Asterisk 22.10.1 at 127.0.0.1:8088, queue 2000"
    assert archive.scrubbed(text, []) == text


def test_the_pin_is_absent_from_the_options_repr() -> None:
    assert PIN not in repr(Options("+12344007818", pin=PIN))
