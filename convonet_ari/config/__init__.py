"""One frozen Settings: `convonet.yaml` for choices, the environment for secrets; read once, nowhere else."""

from convonet_ari.config.call_page import CallPage
from convonet_ari.config.calling import Callbacks, Handoff, Limits, Pin, Reminders, Turn
from convonet_ari.config.outside import Google, Mail, Mcp
from convonet_ari.config.people import Console
from convonet_ari.config.places import Asterisk, Database, Listen, Logging, Recording, Sentry
from convonet_ari.config.section import Section
from convonet_ari.config.settings import SECRETS, Settings, load, parse
from convonet_ari.config.speech import Local, OpenAI, Price, Speech

__all__ = [
    "SECRETS",
    "Asterisk",
    "CallPage",
    "Callbacks",
    "Console",
    "Database",
    "Google",
    "Handoff",
    "Limits",
    "Listen",
    "Local",
    "Logging",
    "Mail",
    "Mcp",
    "OpenAI",
    "Pin",
    "Price",
    "Recording",
    "Reminders",
    "Section",
    "Sentry",
    "Settings",
    "Speech",
    "Turn",
    "load",
    "parse",
]
