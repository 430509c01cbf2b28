"""Brings the MCP tools to LangChain: each call under a deadline, with its identity, its errors as answers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from langchain.tools import ToolRuntime
from langchain_core.tools import BaseTool, StructuredTool, ToolException
from mcp import Client
from mcp.shared.exceptions import MCPError
from mcp.types import CallToolResult, TextContent, Tool

from convonet_ari.agent.background import Background
from convonet_ari.agent.schemas import told
from convonet_ari.agent.turn import Turn
from convonet_ari.call import events as ev
from convonet_ari.errors import ToolError
from convonet_ari.tools.context import ToolContext
from convonet_ari.tools.registry import Registry
from convonet_ari.tools.server import CONFIRM, META, build, identity

log = structlog.get_logger(__name__)

LONGEST_ANSWER = 4000
TOO_SLOW = "That takes longer than it should, so I do not know yet whether it worked."
TOO_SLOW_TO_LOOK = "I am sorry, our records do not answer in time."
FAILED = "I am sorry, that did not work."


class Toolbox:
    """One in-process MCP client for all calls; `tools` are LangChain's after `open`."""

    def __init__(self, registry: Registry, background: Background, tool_s: float) -> None:
        self._registry = registry
        self._background = background
        self._tool_s = tool_s
        self._client: Client | None = None
        self._holder: asyncio.Task[None] | None = None
        self._closing = asyncio.Event()
        self.tools: list[BaseTool] = []

    async def open(self) -> None:
        opened: asyncio.Future[Client] = asyncio.get_running_loop().create_future()
        self._closing.clear()
        self._holder = asyncio.create_task(self._hold(opened), name="mcp client")
        self._client = await opened
        # In one order in every process, for a server reads again what comes in another one.
        served = sorted((await self._client.list_tools()).tools, key=lambda tool: tool.name)
        self.tools = [self._adapt(tool) for tool in served]

    async def close(self) -> None:
        self._closing.set()
        if self._holder is not None:
            await self._holder

    async def _hold(self, opened: asyncio.Future[Client]) -> None:
        """The client must be left by the task that entered it."""
        try:
            async with Client(build(self._registry)) as client:
                opened.set_result(client)
                await self._closing.wait()
        finally:
            opened.cancel()

    def _adapt(self, tool: Tool) -> StructuredTool:
        meta = (tool.meta or {}).get(META, {})
        call = self._caller(tool, meta.get("says", ""), bool(meta.get("writes")), meta.get("deadline_s"))
        return StructuredTool(
            name=tool.name,
            # The prompt says the same once, for all of them.
            description=(tool.description or tool.name).removesuffix(CONFIRM).strip(),
            args_schema=told(tool.input_schema),
            coroutine=call,
            handle_tool_error=True,
        )

    def _caller(
        self, tool: Tool, says: str, writes: bool, deadline_s: float | None
    ) -> Callable[..., Awaitable[str]]:
        name, limit_s = tool.name, deadline_s or self._tool_s
        confirms = bool(tool.annotations and tool.annotations.destructive_hint)

        async def call(runtime: ToolRuntime[Turn, Any], **arguments: Any) -> str:
            turn, call_id = runtime.context, runtime.tool_call_id or ""
            runtime.stream_writer(ev.ToolStarted(turn.number, name, call_id, says))
            ok = asks = False
            try:
                async with asyncio.timeout(limit_s):
                    answer = await self._run(name, arguments, turn.tool_context(call_id), writes)
                ok, asks = True, confirms and answer.endswith("?")
                return answer
            except TimeoutError:
                log.warning("a tool took too long", tool=name)
                raise ToolException(TOO_SLOW if writes else TOO_SLOW_TO_LOOK) from None
            except ToolError as error:
                raise ToolException(error.spoken) from None
            finally:
                runtime.stream_writer(ev.ToolFinished(turn.number, name, call_id, ok, asks))

        return call

    async def _run(self, name: str, arguments: dict[str, Any], ctx: ToolContext, writes: bool) -> str:
        """What writes goes on to its end in a task of its own, whatever becomes of the turn."""
        work = self.call(name, arguments, ctx)
        if not writes:
            return await work
        task = self._background.start(ctx.call_id, ctx.tool_call_id, name, work)
        try:
            return await asyncio.shield(task)
        finally:
            if task.done():
                self._background.settled(ctx.call_id, ctx.tool_call_id)

    async def call(self, name: str, arguments: dict[str, Any], ctx: ToolContext) -> str:
        """Call a tool as the caller of `ctx`. Raises ToolError."""
        if self._client is None:
            raise ToolError(FAILED)
        identity.set(ctx)
        try:
            return _text(await self._client.call_tool(name, arguments))
        except MCPError as error:
            log.warning("a tool failed", tool=name, error=type(error).__name__)
            raise ToolError(FAILED) from error


def _text(result: CallToolResult) -> str:
    text = "\n".join(part.text for part in result.content if isinstance(part, TextContent))[:LONGEST_ANSWER]
    if result.is_error:
        raise ToolError(text or FAILED)
    return text
