"""Chooses the model that thinks: the rules on this machine, or any server that speaks OpenAI's protocol."""

from __future__ import annotations

from langchain_core.language_models import BaseChatModel

from convonet_ari.config import Settings
from convonet_ari.errors import ProviderRefused


class ThreadRefused(ProviderRefused):
    """The server finds the conversation itself at fault; it would refuse it again."""

    code = "thread_refused"


def make_model(settings: Settings) -> BaseChatModel:
    """A chat model whose failures are ProviderErrors. The libraries of the other choice are not loaded."""
    if settings.speech.llm == "openai":
        from convonet_ari.agent.openai_model import make_openai_model

        return make_openai_model(settings.speech.openai)
    from convonet_ari.agent.local_model import LocalModel

    return LocalModel()
