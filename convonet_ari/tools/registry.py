"""The list of tools: `@tool` declares one, `Registry.run` permits and carries out one call of it."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from convonet_ari.errors import ToolDenied
from convonet_ari.store.people import Caller
from convonet_ari.store.runs import hash_arguments
from convonet_ari.tools.confirming import Confirms, unconfirmed
from convonet_ari.tools.context import Run, ToolContext, Work
from convonet_ari.tools.permissions import DENIED, Perm, allowed

Body = Callable[..., Awaitable[str]]
GIVEN = 2


@dataclass(frozen=True, slots=True)
class ToolSpec:
    """`says` is what a caller hears while it works; one that `writes` runs once per call, and to its end.

    One that is also about things of a team names that permission as `in_team`: either of the two lets it
    begin, and its body asks again about the thing that was meant.
    """

    name: str
    needs: Perm
    in_team: Perm | None
    says: str
    writes: bool
    confirms: Confirms | None
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

    def allows(self, caller: Caller) -> bool:
        return any(allowed(caller, perm) for perm in (self.needs, self.in_team) if perm)


class Registry:
    """Tools by name, in the order in which they were declared."""

    def __init__(self) -> None:
        self._specs: dict[str, ToolSpec] = {}

    def __iter__(self) -> Iterator[ToolSpec]:
        return iter(self._specs.values())

    def __getitem__(self, name: str) -> ToolSpec:
        return self._specs[name]

    def find(self, name: str) -> ToolSpec | None:
        return self._specs.get(name)

    def tool(
        self,
        name: str,
        *,
        needs: Perm,
        says: str,
        in_team: Perm | None = None,
        writes: bool = False,
        confirms: Confirms | None = None,
        deadline_s: float | None = None,
    ) -> Callable[[Body], Body]:
        """Declare `async def f(ctx: ToolContext, work: Work, ...) -> str`; its docstring is for the model."""

        def declare(body: Body) -> Body:
            if name in self._specs:
                raise ValueError(f"the tool {name} is declared twice")
            self._specs[name] = ToolSpec(
                name, needs, in_team, says, writes or confirms is not None, confirms, deadline_s, body
            )
            return body

        return declare

    async def run(self, name: str, ctx: ToolContext, arguments: Mapping[str, Any]) -> str:
        """Carry out one call and return what can be said. Raises ToolError, StoreError."""
        spec = self._specs[name]

        async def body(work: Work) -> str:
            return await _carry_out(spec, ctx, work, arguments)

        if not spec.writes:
            async with ctx.records.reading(ctx.caller, ctx.call_id) as work:
                return await body(work)
        run = Run(ctx.call_id, ctx.fence, ctx.tool_call_id, name, hash_arguments(arguments))
        return await ctx.records.once(ctx.caller, run, body)


async def _carry_out(spec: ToolSpec, ctx: ToolContext, work: Work, arguments: Mapping[str, Any]) -> str:
    """The roles that count are those of this moment."""
    ctx = replace(ctx, caller=work.caller)
    if not spec.allows(ctx.caller):
        raise ToolDenied(DENIED)
    if spec.confirms:
        intent = await spec.confirms(ctx, work, **arguments)
        if (answer := await unconfirmed(ctx, work, spec.name, intent)) is not None:
            return answer
    return await spec.body(ctx, work, **arguments)


registry = Registry()
tool = registry.tool
