"""Each known fault, written into a configuration that is right otherwise, is called by its name."""

from __future__ import annotations

import dataclasses

import pytest

from convonet_ari.config import parse
from convonet_ari.dialplan import conf
from convonet_ari.dialplan.render import DialplanOptions, render
from convonet_ari.doctor import files, firewall, known_bugs
from convonet_ari.doctor.certificate import rsa_bits
from convonet_ari.doctor.faults import FAULTS
from convonet_ari.doctor.finding import Level
from convonet_ari.embedded.pbx import render_pbx
from tests.core.test_dialplan_pbx import OPTIONS

pytestmark = pytest.mark.core

DID = "+12344007818"
BITS_1024 = """-----BEGIN CERTIFICATE-----
MIIB+jCCAWOgAwIBAgIULb8+mev9lINCZZbiQX1ELQ+NGQkwDQYJKoZIhvcNAQEL
BQAwDjEMMAoGA1UEAwwDcGJ4MCAXDTI2MTEyMjA1NDc1MFoYDzIxMjYxMDI5MDU0
NzUwWjAOMQwwCgYDVQQDDANwYngwgZ8wDQYJKoZIhvcNAQEBBQADgY0AMIGJAoGB
AMR+ZqvOU2ejUvv4hFoQB5uIfd/LaXig1j8Kb/vcIO2ZwWv3/qU8jL8E5wcUZ+1v
RJn/QCfOarldz3lKfNKuzScwvonGBGBjZvCPvVhX5kr7WRxwQqXrW9S3OnhS7WA5
DIpWc6Pi+De4dBstYujT8OjQTUHVUq5JniW/RVkptX0XAgMBAAGjUzBRMB0GA1Ud
DgQWBBRUz/yxXmUdlsnUik9kEVG3MT1TUjAfBgNVHSMEGDAWgBRUz/yxXmUdlsnU
ik9kEVG3MT1TUjAPBgNVHRMBAf8EBTADAQH/MA0GCSqGSIb3DQEBCwUAA4GBAKmw
XBHWsselS1G8V3x9ESJaW9jr2Y2J2zOdWJe+jil1CHAg+H3vXxXRzMpnKIK8479N
2WI7MEfxpQPx40qKKYh3ooYuW7GropkuxOyJFH0KwQa233yy9M1EyMaRAu3tb9IR
ic5vTxBxKF4InWjBvmoXNWCuxOXsZB9/7DQZ8Mvg
-----END CERTIFICATE-----
"""
BITS_2048 = """-----BEGIN CERTIFICATE-----
MIIC/zCCAeegAwIBAgIUBdGUWMOtFDS1XWrpZR7aWdblDlQwDQYJKoZIhvcNAQEL
BQAwDjEMMAoGA1UEAwwDcGJ4MCAXDTI2MTEyMjA1NDc1MVoYDzIxMjYxMDI5MDU0
NzUxWjAOMQwwCgYDVQQDDANwYngwggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAwggEK
AoIBAQDetbqy2rHlaH/xIwlH1KtB4jYXHSOed2MxHNFaY2mjn37wsAzy52Y1CP6n
Jv8eOM32BRDQtrt1nfC/f3Hhyy02OqNH3BIFaEP6t2+SXe4V0BsUoY70wKcgHJMm
kk+hsRTHxBriZIc0QJsXzW3+efwiNRTa2YdvBqAModyXxO8KahEG+RcN1D2XGGJL
+iw+TKWMtXmSL4m0IU5vRPU6uZ0FWbs/bomJEe8iAbtFrZniyU2W9sKAv3wPJpZ5
ESeAIRt0svg3Pn71wcPFXP51S/fvOnGfJ3lSp157PK/ENucZUTADQL6G0fUSqsBW
pDXrP9JD5nB5KHFajTJwN/DIeX0jAgMBAAGjUzBRMB0GA1UdDgQWBBSMfCE54l0p
kD8p4MK+5QtRsbhH3jAfBgNVHSMEGDAWgBSMfCE54l0pkD8p4MK+5QtRsbhH3jAP
BgNVHRMBAf8EBTADAQH/MA0GCSqGSIb3DQEBCwUAA4IBAQDNsS7bb+/VBEMf5Ct0
X4vza3uVNvUaGS6gJwe9DzBNDHCSENlKJQoQyDQs/S9wBduFEWacZxu/XxKUnU0n
ZtukAWVZv7n7v3erPum+2k0ngD7c9CDcfuMpa3B+HcDnl5Txkpzim0/zHiPFxC7o
Ean8m4S4y1KxrOAj7RXXfQhhtatNTm7Q23Z8bPx1JT1HT6V/VlzZW14CPTIfevO3
oD2XTyHHzCx7ZrauS3UwKSUaIah6+UzyXvhTPdipJsduqmk5x8VIudpcWmwshemO
B8C1YkaUWY/NAE9XDT/Df6De2vdMQbkipXU1i9XVRaRowoon+HXTp/NWhQE0hK3A
8HVX
-----END CERTIFICATE-----
"""
CURVE = """-----BEGIN CERTIFICATE-----
MIIBczCCARmgAwIBAgIUDAbIL3Mr1Wip7DfIc0P1Dg+DI+UwCgYIKoZIzj0EAwIw
DjEMMAoGA1UEAwwDcGJ4MCAXDTI2MTEyMjA1NDc1MVoYDzIxMjYxMDI5MDU0NzUx
WjAOMQwwCgYDVQQDDANwYngwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAT/RwvY
Bg0cTAvv16vGAFsQnuVFHKHeAGD21/dtgwR9sTKaQAi0Ig5oVJWh7ESfU/5n2ZnK
g49jooLz8GWe5PsSo1MwUTAdBgNVHQ4EFgQUOAHiCB8ALvgWiBJL18FiTYIGGKYw
HwYDVR0jBBgwFoAUOAHiCB8ALvgWiBJL18FiTYIGGKYwDwYDVR0TAQH/BAUwAwEB
/zAKBggqhkjOPQQDAgNIADBFAiACw2Q01NDuikFg9L+2K4sabw+3VSTwWanoOyIh
sVZUywIhAN2JK1c9r/ev+JLnsDoIIkVFJTO01HiGSrWy1C47ZW4d
-----END CERTIFICATE-----
"""
NFT = """
table inet filter {
  chain input {
    type filter hook input priority filter; policy drop;
    iif "lo" accept
    udp dport 5060 accept
    ip saddr 168.86.128.0/18 udp dport %s accept
  }
}
"""
IPTABLES = """*filter
:INPUT DROP [0:0]
-A INPUT -p udp -m udp --dport %s -j ACCEPT
-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT
"""


def healthy() -> dict[str, str]:
    """A PBX behind NAT with Twilio's trunk, as it should be."""
    secrets = DialplanOptions(worker_password="a", ari_password="b", ami_secret="c")
    texts = render_pbx(dataclasses.replace(OPTIONS, sip_host="10.0.0.5"), render(secrets))
    outside = "external_media_address = 34.1.2.3\nexternal_signaling_address = 34.1.2.3\n"
    texts["pjsip.conf"] = texts["pjsip.conf"].replace("protocol = udp\n", f"protocol = udp\n{outside}")
    return texts


def faults(texts: dict[str, str]) -> list[str]:
    source = conf.from_texts(texts)
    found = files.look(files.Files(source, lambda name: texts.get(name, "")), parse({}), [DID])
    return [each.fault for each in found if each.fault]


def test_a_configuration_that_is_right_has_none() -> None:
    assert faults(healthy()) == []


@pytest.mark.parametrize(
    ("fault", "file", "old", "new"),
    [
        ("nat-misadvertised", "pjsip.conf", "external_media_address = 34.1.2.3\n", ""),
        ("nat-misadvertised", "pjsip.conf", "media_address = 34.1.2.3", "media_address = 10.0.0.5"),
        ("wrong-context", "pjsip_custom.conf", "context = from-pstn", "context = default"),
        ("wrong-context", "pjsip_custom.conf", "context = from-pstn", "context = from-pstn-e164-us"),
        ("wrong-context", "pjsip_custom.conf", "context = from-pstn", "context = from-queue"),
        ("codec-missing", "pjsip_custom.conf", "allow = ulaw,alaw", "allow = g729"),
        ("codec-missing", "pjsip_custom.conf", "allow = ulaw,alaw", ""),
        ("http-off", "http_custom.conf", "enabled = yes", "enabled = no"),
        ("ari-off", "ari.conf", "enabled = yes", "enabled = no"),
        ("ari-user", "ari_additional_custom.conf", "[convonet]", "[somebody]"),
        ("ari-user", "ari.conf", "pretty = no", "pretty = no\n[convonet]\ntype = user"),
        ("ami-closed", "manager.conf", "enabled = yes", "enabled = no"),
        ("ami-closed", "manager_custom.conf", "[convonet]", "[somebody]"),
        (
            "shadowed-context",
            "extensions.conf",
            "[customdests]",
            "[convonet-inbound]\nexten => s,1,Hangup()\n[customdests]",
        ),
    ],
)
def test_a_fault_in_the_files_is_called_by_its_name(fault: str, file: str, old: str, new: str) -> None:
    texts = healthy()
    assert old in texts[file]
    texts[file] = texts[file].replace(old, new, 1)
    texts["extensions.conf"] += "\n[from-pstn-e164-us]\ninclude => from-pstn\n"
    assert faults(texts) == [fault]


def test_a_module_that_is_kept_out_is_called_by_its_name() -> None:
    texts = healthy() | {"modules.conf": "[modules]\nautoload=yes\nnoload => chan_websocket.so\n"}
    assert faults(texts) == ["chan-websocket-missing"]


def test_a_key_of_1024_bits_is_called_by_its_name_where_it_is_used() -> None:
    texts = healthy() | {"keys/pbx.pem": BITS_1024}
    texts["http.conf"] += "tlscertfile = keys/pbx.pem\n"
    assert faults(texts) == ["weak-certificate"]
    assert faults(texts | {"keys/pbx.pem": BITS_2048}) == []


@pytest.mark.parametrize(
    ("pem", "bits"), [(BITS_1024, 1024), (BITS_2048, 2048), (CURVE, None), ("", None), ("-----BEGIN", None)]
)
def test_the_length_of_a_key_is_read_from_its_certificate(pem: str, bits: int | None) -> None:
    assert rsa_bits(pem) == bits


@pytest.mark.parametrize("length", range(0, 700, 37))
def test_a_certificate_cut_short_is_no_error(length: int) -> None:
    head, _, rest = BITS_1024.partition("\n")
    assert rsa_bits(f"{head}\n{rest[:length]}\n-----END CERTIFICATE-----\n") in (None, 1024)


@pytest.mark.parametrize("rules", [NFT, IPTABLES])
@pytest.mark.parametrize(
    ("ports", "fault"),
    [("10000-20000", ""), ("10000-10100", "rtp-closed"), ("5061", "rtp-closed"), ("1-65535", "")],
)
def test_a_closed_range_of_rtp_is_called_by_its_name(rules: str, ports: str, fault: str) -> None:
    text = rules % (ports.replace("-", ":") if rules is IPTABLES else ports)
    (found,) = firewall.judge(text, 10_000, 20_000)
    assert found.fault == fault


def test_of_a_firewall_that_lets_everything_in_nothing_is_said() -> None:
    assert firewall.judge("", 10_000, 20_000) == []
    assert firewall.judge(NFT.replace("policy drop", "policy accept"), 10_000, 20_000) == []


@pytest.mark.parametrize(("version", "issues"), [("22.10.1", 1), ("22.6.0", 2), ("22.8.2", 0), ("", 0)])
def test_bugs_are_told_of_the_versions_they_were_met_in(version: str, issues: int) -> None:
    found = known_bugs.of(version)
    assert len(found) == issues
    assert {each.level for each in found} <= {Level.WARN}


def test_every_fault_names_its_cause_and_what_to_edit() -> None:
    assert len(FAULTS) >= 20
    for fault in FAULTS.values():
        assert fault.mend.startswith("Likely ")
        assert fault.edit.endswith(".")
