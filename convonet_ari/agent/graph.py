"""The agent: model and tools in a loop, guarded so that it ends and nothing illegal reaches the model."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from langchain.agents import create_agent
from langchain.agents.middleware import AgentMiddleware, AgentState, ModelRequest, ModelResponse
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, SystemMessage
from langchain_core.tools import BaseTool
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph.state import CompiledStateGraph

from convonet_ari.agent.ahead import AheadModel
from convonet_ari.agent.prompt import system_prompt
from convonet_ari.agent.repair import legal, trimmed
from convonet_ari.agent.turn import Turn
from convonet_ari.obs.trace import working

MODEL_CALLS = 8
TOOL_CALLS = 8
MODEL_NODE = "model"
GIVE_UP = "I am sorry, I cannot get that done."

Graph = CompiledStateGraph[Any, Turn, Any, Any]
Handler = Callable[[ModelRequest[Turn]], Awaitable[ModelResponse[Any]]]


class Guard(AgentMiddleware[AgentState[Any], Turn]):
    """Around each model call: a legal and bounded thread, the turn's own prompt, an end to loops."""

    async def awrap_model_call(self, request: ModelRequest[Turn], handler: Handler) -> ModelResponse[Any]:
        turn = request.runtime.context
        response = await self._answered(request, handler, turn)
        turn.thread[:] = [*request.messages, *(m for m in response.result if isinstance(m, AIMessage))]
        return response

    async def _answered(
        self, request: ModelRequest[Turn], handler: Handler, turn: Turn
    ) -> ModelResponse[Any]:
        models, tools = _spent(request.messages)
        if turn.transfers.asked is not None:
            return _closing("The caller is being connected.")
        if models >= MODEL_CALLS:
            return _closing(GIVE_UP)
        prompt, messages = told(request.messages, turn)
        given = request.tools if tools < TOOL_CALLS else []
        model = turn.model or request.model
        if turn.ahead is not None and not models and turn.ahead.answers([prompt, *messages]):
            model = AheadModel().of(turn.ahead, _name(model))
        asked = request.override(model=model, messages=messages, system_message=prompt, tools=given)
        with working(turn.number, "model", _name(model)):
            response = await handler(asked)
        return _bounded(response, TOOL_CALLS - tools)


def told(thread: Sequence[AnyMessage], turn: Turn) -> tuple[SystemMessage, list[AnyMessage]]:
    """What the model is told of a thread: the turn's prompt, and messages that are legal and not too many."""
    return SystemMessage(system_prompt(turn.caller, turn.now, turn.known)), trimmed(legal(thread))


def make_graph(model: BaseChatModel, tools: Sequence[BaseTool], saver: BaseCheckpointSaver[str]) -> Graph:
    return create_agent(
        model, list(tools), middleware=[Guard()], context_schema=Turn, checkpointer=saver, name="assistant"
    )


def _spent(messages: Sequence[AnyMessage]) -> tuple[int, int]:
    """Model calls and tool calls since the caller's last words."""
    models = tools = 0
    for message in reversed(messages):
        if isinstance(message, HumanMessage):
            break
        if isinstance(message, AIMessage):
            models += 1
            tools += len(message.tool_calls)
    return models, tools


def _name(model: BaseChatModel) -> str:
    return str(getattr(model, "model_name", None) or "local")


def _closing(words: str) -> ModelResponse[Any]:
    return ModelResponse(result=[AIMessage(words)])


def _bounded(response: ModelResponse[Any], tools: int) -> ModelResponse[Any]:
    """No more tool calls than are left; a model that has none left can only say what came of them."""
    for message in response.result:
        if isinstance(message, AIMessage) and len(message.tool_calls) > tools:
            message.tool_calls = message.tool_calls[: max(0, tools)]
            if not message.tool_calls and not message.text:
                return _closing(GIVE_UP)
    return response
