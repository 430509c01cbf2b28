"""The administrator's files for one installation, from its settings."""

from __future__ import annotations

from urllib.parse import urlsplit

from convonet_ari.config import Settings
from convonet_ari.dialplan.render import DialplanOptions

ANYWHERE = ("0.0.0.0", "::", "")


def from_settings(settings: Settings) -> DialplanOptions:
    """Both ends agree on names, addresses and secrets; a secret that is not set stays a placeholder."""
    asterisk, listen, page = settings.asterisk, settings.listen, settings.call_page
    host = "127.0.0.1" if listen.host in ANYWHERE else listen.host
    http = urlsplit(asterisk.http_url)
    unset = DialplanOptions()
    return DialplanOptions(
        application=asterisk.application,
        application_names=asterisk.application_names,
        queue_context=settings.handoff.context,
        queue=settings.handoff.queue,
        worker_uri=f"ws://{host}:{listen.port}/ari",
        worker_user=listen.ari_user,
        agi_host="127.0.0.1" if listen.agi_host in ANYWHERE else listen.agi_host,
        agi_port=listen.agi_port,
        ari_user=asterisk.ari_user,
        ami_user=asterisk.ami_user,
        http_host=http.hostname or "127.0.0.1",
        http_port=http.port or 8088,
        worker_password=listen.ari_password.get_secret_value() or unset.worker_password,
        ari_password=asterisk.ari_password.get_secret_value() or unset.ari_password,
        ami_secret=asterisk.ami_secret.get_secret_value() or unset.ami_secret,
        web_did=page.did if page.enabled else "",
        web_secret=page.sip_password.get_secret_value() or unset.web_secret,
    )
