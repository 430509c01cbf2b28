"""What a page is told of the agent who is signed in: `GET /api/me`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from convonet_ari.config import Console
from convonet_ari.store.agent_sessions import AgentSessions, SignedIn
from convonet_ari.store.sealed import Seal
from convonet_ari.web.shapes import stand_of
from convonet_ari.web.view import View


class AboutMe:
    """Without a `seal`, nobody's SIP secret can be read, and everybody answers on a desk phone."""

    def __init__(self, view: View, sessions: AgentSessions, settings: Console, seal: Seal | None) -> None:
        self._view = view
        self._sessions = sessions
        self._settings = settings
        self._seal = seal

    async def __call__(self, agent: SignedIn, csrf: str) -> Mapping[str, Any]:
        await self._view.floor.meet()
        known = self._view.agent(agent)
        served = set(known.queues) if known else set()
        departments = await self._view.departments(agent.org_id)
        return {
            "agent": {
                "id": str(agent.agent_id),
                "login": agent.login,
                "name": agent.name,
                "extension": agent.extension,
                "role": agent.role,
            },
            "csrf": csrf,
            "sip": await self._sip(agent),
            "departments": [
                {"name": department.name, "queue": department.queue, "member": department.queue in served}
                for department in departments
            ],
            "reasons": self._settings.reasons,
            "dispositions": self._settings.dispositions,
            "state": stand_of(self._view.floor.stand(agent.extension)),
            "wrap_up_s": self._settings.wrap_up_s,
        }

    async def _sip(self, agent: SignedIn) -> Mapping[str, str] | None:
        """None when the agent has a telephone of their own."""
        if self._seal is None or not self._settings.sip_ws_url:
            return None
        sealed = await self._sessions.sealed_sip_secret(agent)
        if sealed is None:
            return None
        return {
            "ws_url": self._settings.sip_ws_url,
            "uri": f"sip:{agent.extension}@{self._settings.domain}",
            "user": agent.extension,
            "password": self._seal.open(sealed),
            "display_name": agent.name,
        }
