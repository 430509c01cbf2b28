"""The certificate for browsers on other machines: kept while it fits, and closed to others."""

from __future__ import annotations

import ssl
import stat
from pathlib import Path

import pytest

from convonet_ari.embedded.certificate import ensure_certificate

pytestmark = pytest.mark.shell


def test_a_server_can_use_it_and_nobody_else_can_read_it(tmp_path: Path) -> None:
    file = ensure_certificate(tmp_path / "own" / "certificate.pem", ("192.0.2.2",))
    ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_it_stays_the_same_until_the_address_changes(tmp_path: Path) -> None:
    file = ensure_certificate(tmp_path / "certificate.pem", ("127.0.0.1",))
    first = file.read_bytes()
    assert ensure_certificate(file, ("127.0.0.1",)).read_bytes() == first
    assert ensure_certificate(file, ("192.0.2.2",)).read_bytes() != first


def test_a_file_that_holds_none_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "certificate.pem").write_text("nothing")
    assert b"BEGIN CERTIFICATE" in ensure_certificate(tmp_path / "certificate.pem", ("::1",)).read_bytes()
