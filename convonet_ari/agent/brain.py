"""The agent of a worker: its model, its tools and its threads, shared by all calls."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from langchain_core.language_models import BaseChatModel
from langgraph.checkpoint.base import BaseCheckpointSaver

from convonet_ari.agent.background import Background
from convonet_ari.agent.conversation import Conversation, Party
from convonet_ari.agent.graph import Graph, make_graph
from convonet_ari.agent.knowledge import Knowledge, Knows
from convonet_ari.agent.llm import close, make_model, warm
from convonet_ari.agent.recap import Recalls, Record
from convonet_ari.agent.talk_model import TalkModel, talk_tools
from convonet_ari.agent.talks import Talks, Tools
from convonet_ari.agent.threads import Pool, Thread, make_pool, make_savers
from convonet_ari.agent.toolbox import Toolbox
from convonet_ari.clock import Clock
from convonet_ari.config import Settings
from convonet_ari.store.people import Caller
from convonet_ari.store.pool import Store
from convonet_ari.tools.catalogue import catalogue
from convonet_ari.tools.context import Records
from convonet_ari.tools.records import StoredRecords
from convonet_ari.tools.transfer import Transfers


class Brain:
    """One per worker. What is named here replaces what `settings` and `store` would choose."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        clock: Clock,
        *,
        model: BaseChatModel | None = None,
        saver: BaseCheckpointSaver[Any] | None = None,
        records: Records | None = None,
        record: Recalls | None = None,
        knowledge: Knows | None = None,
    ) -> None:
        self.clock = clock
        self.records: Records = records or StoredRecords(store)
        self.record: Recalls = record or Record(store)
        self.knowledge: Knows = knowledge or Knowledge(store)
        self.limits = settings.limits
        self.background = Background()
        self.toolbox = Toolbox(catalogue(), self.background, settings.limits.tool_s)
        self._settings = settings
        self._url = store.url
        self._model = model
        self.model: BaseChatModel
        self._saver = saver
        self._graphs: list[Graph] = []
        self._pool: Pool | None = None
        self._talk_tools: Tools = ()

    async def open(self) -> None:
        """A database that is down now is no error, it may come back."""
        await self.toolbox.open()
        self.model = model = self._model or make_model(self._settings)
        await warm(model)
        savers = [self._saver] if self._saver else make_savers(await self._open_pool())
        self._graphs = [make_graph(model, self.toolbox.tools, saver) for saver in savers]

    async def close(self) -> None:
        """Tool calls under way have a few seconds to finish."""
        await self.background.close()
        await self.toolbox.close()
        await close(self.model)
        if self._pool is not None:
            await self._pool.close()

    def conversation(
        self,
        *,
        call_id: UUID,
        fence: int,
        caller: Caller,
        transfers: Transfers | None = None,
        talk: Talks | None = None,
    ) -> Conversation:
        """Begin or pick up the conversation of a call; `talk` answers in it where there is one."""
        graph = self._graphs[call_id.int % len(self._graphs)]
        thread = Thread(graph, caller.org_id, call_id, self._settings.database.timeout_s)
        return Conversation(self, graph, thread, Party(call_id, fence, caller, transfers, talk))

    def talking(self, talk: Talks) -> TalkModel:
        """A call's own model, this worker's behind it."""
        if not self._talk_tools:
            self._talk_tools = talk_tools(self.toolbox.tools)
        return TalkModel(then=self.model).of(talk, self._talk_tools)

    async def _open_pool(self) -> Pool:
        self._pool = make_pool(self._url, self._settings.database.timeout_s)
        await self._pool.open(wait=False)
        return self._pool
