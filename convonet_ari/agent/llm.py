"""Chooses the model that thinks: the rules on this machine, or any server that speaks OpenAI's protocol."""

from __future__ import annotations

from langchain_core.language_models import BaseChatModel

from convonet_ari.clock import Clock, SystemClock
from convonet_ari.config import Settings
from convonet_ari.errors import ProviderRefused


class ThreadRefused(ProviderRefused):
    """The server finds the conversation itself at fault; it would refuse it again."""

    code = "thread_refused"


def make_model(settings: Settings, clock: Clock | None = None) -> BaseChatModel:
    """A chat model whose failures are ProviderErrors; behind a server's stand this machine's rules.

    The libraries of the other choice are not loaded.
    """
    from convonet_ari.agent.local_model import LocalModel

    if settings.speech.llm == "local":
        return LocalModel()
    from convonet_ari.agent.fallback_model import FallbackModel
    from convonet_ari.agent.openai_model import make_openai_model

    model = FallbackModel(first=make_openai_model(settings.speech.openai), then=LocalModel())
    return model.keep_time_by(clock or SystemClock())
