"""Serves the registry over MCP; who is calling travels beside the request, never inside it."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Any

import structlog
from mcp.server import MCPServer
from mcp.server.auth.provider import TokenVerifier
from mcp.server.auth.settings import AuthSettings
from mcp.server.mcpserver.tools import Tool as MCPTool
from mcp.types import CallToolResult, TextContent, ToolAnnotations

from convonet_ari.errors import ConvonetError, ToolError
from convonet_ari.tools.context import ToolContext
from convonet_ari.tools.registry import Registry, ToolSpec

log = structlog.get_logger(__name__)

identity: ContextVar[ToolContext] = ContextVar("identity")
"""Set by whoever calls, in the task that calls: the in-process client runs the tool in that task."""

Identify = Callable[[], Awaitable[ToolContext]]

META = "convonet"
FAILED = "I am sorry, that did not work."
CONFIRM = (
    "If it answers with a question, ask the caller just that; when they agree, call it again with the same"
    " arguments."
)


async def beside() -> ToolContext:
    """Who calls in process."""
    return identity.get()


def build(
    registry: Registry,
    identify: Identify = beside,
    *,
    auth: AuthSettings | None = None,
    tokens: TokenVerifier | None = None,
) -> MCPServer[Any]:
    """An MCP server with every tool of `registry`; `identify` tells for each request who calls."""
    handlers = list(logging.root.handlers)
    server: MCPServer[Any] = MCPServer(
        "convonet", log_level="WARNING", subscriptions=False, auth=auth, token_verifier=tokens
    )
    # MCPServer gives the root logger a handler of its own; logging is the application's to set up.
    logging.root.handlers[:] = handlers
    for spec in registry:
        server.add_tool(
            _handler(registry, spec, identify),
            name=spec.name,
            description=f"{spec.description} {CONFIRM}" if spec.confirms else spec.description,
            annotations=ToolAnnotations(
                read_only_hint=not spec.writes,
                destructive_hint=spec.confirms is not None,
                open_world_hint=False,
            ),
            meta={META: {"says": spec.says, "writes": spec.writes, "deadline_s": spec.deadline_s}},
            structured_output=False,
        )
    return server


def schema(spec: ToolSpec) -> dict[str, Any]:
    """The JSON schema of the model's arguments, as served."""
    return MCPTool.from_function(
        _handler(Registry(), spec), name=spec.name, structured_output=False
    ).parameters


def _handler(
    registry: Registry, spec: ToolSpec, identify: Identify = beside
) -> Callable[..., Awaitable[CallToolResult]]:
    async def handle(**arguments: Any) -> CallToolResult:
        try:
            return _result(await registry.run(spec.name, await identify(), arguments))
        except ConvonetError as error:
            if not isinstance(error, ToolError):
                log.warning("a tool failed", tool=spec.name, code=error.code, exc_info=True)
            return _result(error.spoken, is_error=True)
        except Exception:
            # The server would answer with the bug's own words, and tell nobody else.
            log.exception("a tool failed", tool=spec.name, code="bug")
            return _result(FAILED, is_error=True)

    handle.__name__ = spec.name
    vars(handle)["__signature__"] = spec.signature().replace(return_annotation=CallToolResult)
    return handle


def _result(text: str, *, is_error: bool = False) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=text)], is_error=is_error)
