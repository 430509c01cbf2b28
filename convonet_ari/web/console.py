"""The agent console's server side, put together: pages, sign-in, API, and what it tells live."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from aiohttp import web

from convonet_ari.clock import Clock
from convonet_ari.config import Console
from convonet_ari.store.agent_sessions import AgentSessions
from convonet_ari.store.passwords import Passwords
from convonet_ari.store.pool import Store
from convonet_ari.store.sealed import Seal
from convonet_ari.web.api import Api, Assists, Supervises
from convonet_ari.web.auth import Auth
from convonet_ari.web.live import Live
from convonet_ari.web.me import AboutMe
from convonet_ari.web.view import View


@dataclass(frozen=True, slots=True)
class ConsoleParts:
    """`live` is the floor's audience; its `run` has to run."""

    live: Live
    routes: tuple[web.RouteDef, ...]


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind the console. Without a `seal`, nobody's SIP secret can be read."""

    store: Store
    passwords: Passwords
    seal: Seal | None
    view: View
    supervision: Supervises
    assistance: Assists
    clock: Clock


def console(behind: Behind, settings: Console) -> ConsoleParts:
    store, view = behind.store, behind.view
    sessions = AgentSessions(store, behind.passwords, timedelta(hours=settings.session_h))
    live = Live(view)
    about_me = AboutMe(view, sessions, settings, behind.seal)
    auth = Auth(sessions, behind.clock, settings, about_me, live.sign_out)
    api = Api(view, live, store, behind.supervision, behind.assistance)
    return ConsoleParts(live, (*auth.routes(), *api.routes(auth), *live.routes(auth)))
