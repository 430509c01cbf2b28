"""OpenAI's chat protocol with this house's errors."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import openai
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from convonet_ari.agent.llm import ThreadRefused
from convonet_ari.config import OpenAI
from convonet_ari.errors import ProviderError, ProviderRefused, ProviderUnavailable

# Models that reason spend tokens before they speak; the prompt keeps answers short.
MAX_TOKENS = 1500
WORTH_RETRYING = frozenset({408, 409, 425, 429})


class OpenAIModel(ChatOpenAI):
    """Raises ProviderUnavailable, ProviderRefused or ThreadRefused, never the SDK's own errors."""

    async def _astream(self, *args: Any, **kwargs: Any) -> AsyncIterator[ChatGenerationChunk]:
        try:
            async for chunk in super()._astream(*args, **kwargs):
                yield chunk
        except openai.OpenAIError as error:
            raise translated(error) from error

    async def _agenerate(self, *args: Any, **kwargs: Any) -> ChatResult:
        try:
            return await super()._agenerate(*args, **kwargs)
        except openai.OpenAIError as error:
            raise translated(error) from error


def make_openai_model(settings: OpenAI) -> OpenAIModel:
    """No retries: a caller is waiting, and whoever asked decides what to do instead."""
    return OpenAIModel(
        model=settings.chat_model,
        base_url=settings.base_url,
        # Local servers want no key, the SDK does.
        api_key=settings.api_key if settings.api_key.get_secret_value() else SecretStr("none"),
        timeout=settings.timeout_s,
        max_retries=0,
        max_completion_tokens=MAX_TOKENS,
        streaming=True,
        stream_usage=False,
    )


def translated(error: openai.OpenAIError) -> ProviderError:
    """The message keeps the kind and the status, never the request."""
    status = error.status_code if isinstance(error, openai.APIStatusError) else None
    what = f"{type(error).__name__} {status or ''}".strip()
    if status is None or status >= 500 or status in WORTH_RETRYING:
        return ProviderUnavailable(what)
    return ThreadRefused(what) if status in (400, 413, 422) else ProviderRefused(what)
