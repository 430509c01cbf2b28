"""The list of tools: `@tool` declares one, `Registry.run` permits and carries out one call of it."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from convonet_ari.errors import ToolDenied
from convonet_ari.store.runs import hash_arguments
from convonet_ari.tools.context import Run, ToolContext, Work
from convonet_ari.tools.permissions import Perm, allowed

Body = Callable[..., Awaitable[str]]
GIVEN = 2


@dataclass(frozen=True, slots=True)
class ToolSpec:
    """`says` is what a caller hears while it works; one that `writes` runs once per call, and to its end."""

    name: str
    needs: Perm
    says: str
    writes: bool
    confirms: bool
    deadline_s: float | None
    body: Body

    @property
    def description(self) -> str:
        return inspect.cleandoc(self.body.__doc__ or self.name)

    def signature(self) -> inspect.Signature:
        """The model's arguments: all but the context and the records."""
        signature = inspect.signature(self.body, eval_str=True)
        given = list(signature.parameters.values())[GIVEN:]
        return signature.replace(parameters=given, return_annotation=str)


class Registry:
    """Tools by name, in the order in which they were declared."""

    def __init__(self) -> None:
        self._specs: dict[str, ToolSpec] = {}

    def __iter__(self) -> Iterator[ToolSpec]:
        return iter(self._specs.values())

    def __getitem__(self, name: str) -> ToolSpec:
        return self._specs[name]

    def tool(
        self,
        name: str,
        *,
        needs: Perm,
        says: str,
        writes: bool = False,
        confirms: bool = False,
        deadline_s: float | None = None,
    ) -> Callable[[Body], Body]:
        """Declare `async def f(ctx: ToolContext, work: Work, ...) -> str`; its docstring is for the model."""

        def declare(body: Body) -> Body:
            if name in self._specs:
                raise ValueError(f"the tool {name} is declared twice")
            self._specs[name] = ToolSpec(name, needs, says, writes, confirms, deadline_s, body)
            return body

        return declare

    async def run(self, name: str, ctx: ToolContext, arguments: Mapping[str, Any]) -> str:
        """Carry out one call and return what can be said. Raises ToolError, StoreError."""
        spec = self._specs[name]
        if not allowed(ctx.caller, spec.needs):
            raise ToolDenied("I am sorry, your role does not allow that.")
        if not spec.writes:
            async with ctx.records.reading(ctx.caller) as work:
                return await spec.body(ctx, work, **arguments)

        async def body(work: Work) -> str:
            return await spec.body(ctx, work, **arguments)

        run = Run(ctx.call_id, ctx.fence, ctx.tool_call_id, name, hash_arguments(arguments))
        return await ctx.records.once(ctx.caller, run, body)


registry = Registry()
tool = registry.tool
