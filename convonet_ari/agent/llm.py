"""Chooses the model that thinks: the rules on this machine, or any server that speaks OpenAI's protocol."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol, runtime_checkable

from langchain_core.language_models import BaseChatModel

from convonet_ari.clock import Clock, SystemClock
from convonet_ari.config import Settings
from convonet_ari.errors import ProviderRefused


class ThreadRefused(ProviderRefused):
    """The server finds the conversation itself at fault; it would refuse it again."""

    code = "thread_refused"


@runtime_checkable
class Connects(Protocol):
    """A model that keeps connections."""

    async def awarm(self) -> None:
        """Load and make what takes long, before there are calls."""
        ...

    async def areach(self) -> None:
        """Have a connection open; a turn is about to come."""
        ...

    async def aclose(self) -> None: ...


async def warm(model: BaseChatModel) -> None:
    if isinstance(model, Connects):
        await model.awarm()


async def reach(model: BaseChatModel) -> None:
    if isinstance(model, Connects):
        await model.areach()


async def close(model: BaseChatModel) -> None:
    """Have it give up what it keeps."""
    if isinstance(model, Connects):
        await model.aclose()


def _openai(settings: Settings) -> BaseChatModel:
    from convonet_ari.agent.openai_model import make_openai_model

    return make_openai_model(settings.speech.openai)


# Each model by name. The libraries of those that are not chosen are not loaded.
MODELS: Mapping[str, Callable[[Settings], BaseChatModel]] = {"openai": _openai}


def make_first(settings: Settings) -> BaseChatModel | None:
    """The model of the configuration by itself; None where the rules on this machine are all there is."""
    make = MODELS.get(settings.speech.llm)
    return make(settings) if make else None


def make_model(settings: Settings, clock: Clock | None = None) -> BaseChatModel:
    """A chat model whose failures are ProviderErrors; behind a server's stand this machine's rules."""
    from convonet_ari.agent.offline.local_model import LocalModel

    first = make_first(settings)
    if first is None:
        return LocalModel()
    from convonet_ari.agent.fallback_model import FallbackModel

    return FallbackModel(first=first, then=LocalModel()).keep_time_by(clock or SystemClock())
