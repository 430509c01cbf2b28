"""The configuration of the demonstration's PBX, as text."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from convonet_ari.dialplan.render import render
from convonet_ari.embedded.pbx import Agent, Https, PbxOptions, Phone, Queue, render_pbx

pytestmark = pytest.mark.core

OPTIONS = PbxOptions(
    sip_port=5066,
    ami_port=5048,
    rtp_start=20000,
    rtp_end=20100,
    agents=(Agent("1001", "s3cret-1", "Desk"), Agent("1002", "s3cret-2", "Web", "ws")),
    queues=(Queue("2000", "Front desk", ("1001", "1002")), Queue("2001", "Billing", ("1001",), strict=True)),
    dids=("+12344007818", "+12344007819"),
    phone=Phone("7000", "s3cret-3"),
)


def test_the_administrator_s_files_are_taken_unchanged() -> None:
    custom = render()
    files = render_pbx(OPTIONS, custom)
    assert {name: files[name] for name in custom} == custom


def test_every_included_file_is_there() -> None:
    files = render_pbx(OPTIONS, render())
    included = {
        name for text in files.values() for name in re.findall(r"^#include (\S+)", text, re.MULTILINE)
    }
    assert included <= files.keys()


def test_each_number_dialled_leads_to_the_assistant() -> None:
    dialplan = render_pbx(OPTIONS, {})["extensions_additional.conf"]
    assert all(f"exten => {did},1," in dialplan for did in OPTIONS.dids)


def test_queue_members_have_freepbx_s_interface_and_state() -> None:
    queues = render_pbx(OPTIONS, {})["queues_additional.conf"]
    assert "[2000](patient)\nmember => Local/1001@from-queue/n,0,Desk,hint:1001@ext-local\n" in queues
    assert "[2001](strict)" in queues


def test_a_browser_s_extension_differs_from_a_desk_phone_s() -> None:
    endpoints = render_pbx(OPTIONS, {})["pjsip_additional.conf"]
    assert "[1001](desk)" in endpoints
    assert "[1002](browser)" in endpoints


def test_the_newcomer_s_phone_may_be_left_out() -> None:
    assert (
        "7000"
        not in render_pbx(
            PbxOptions(5066, 5048, 20000, 20100, OPTIONS.agents, OPTIONS.queues, OPTIONS.dids), {}
        )["pjsip_additional.conf"]
    )


def test_browsers_elsewhere_come_over_tls_where_it_is_wanted() -> None:
    https = Https("192.0.2.2", 8089, Path("/somewhere/certificate.pem"))
    assert "tls" not in render_pbx(OPTIONS, {})["http.conf"]
    assert "tlsbindaddr = 192.0.2.2:8089\n" in render_pbx(replace(OPTIONS, https=https), {})["http.conf"]


def test_secrets_are_absent_from_the_options_repr() -> None:
    assert "s3cret" not in repr(OPTIONS)
