"""The demonstration call: a recorded caller dials in, makes a todo, asks for a person and talks to one."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AsyncExitStack

from convonet_ari.demo.plan import DID, TRUNK_ADDRESS
from convonet_ari.demo.summary import Turn
from convonet_ari.demo.system import EmbeddedSystem
from convonet_ari.demo.timeline import Line
from convonet_ari.demo.watch import Followed, Watch
from convonet_ari.embedded import voices
from convonet_ari.embedded.phone import Call, Phone
from convonet_ari.embedded.phone.ears import hears, segments
from convonet_ari.embedded.phone.stream import FRAME_S
from convonet_ari.errors import ConvonetError
from convonet_ari.store.pool import Record, Store
from convonet_ari.ulaw import Pcm

CALLER, PERSON = "bf_emma", "am_michael"
PERSON_EXTENSION = "1001"
SAMPLES_PER_S = 8000
# The likeness of a voice to itself through two legs and a bridge is about 0.9; to another about 0.1.
SAME_VOICE = 0.4
ANSWER_WITHIN_S = 15.0

TODOS_OF_CALL = """
SELECT t.title, t.due, u.name AS assignee, t.created_call, t.created_at
FROM todos t LEFT JOIN users u ON u.id = t.assignee WHERE t.created_call = $1 ORDER BY t.created_at
"""


class CallFailed(ConvonetError):
    """The demonstration call did not do what it shows; the message says at which step."""

    code = "demonstration"


class Demonstration:
    """One call; `followed` is what PostgreSQL knows of it, `turns` what was measured at the caller's ear."""

    def __init__(
        self, system: EmbeddedSystem, store: Store, watch: Watch, tell: Callable[[Line], None]
    ) -> None:
        assert system.seeded is not None
        self._system = system
        self._user = system.seeded
        self._store = store
        self._watch = watch
        self._tell = tell
        self._doing = ""
        self._dialled = 0.0
        self.followed: Followed | None = None
        self.turns: list[Turn] = []
        self.todos: list[Record] = []

    async def run(self) -> None:
        """The whole call. Raises CallFailed."""
        try:
            async with AsyncExitStack() as stack:
                await self._call(stack)
            await self._over()
            await self._look_for_todo()
        except (ConvonetError, TimeoutError, OSError) as error:
            why = str(error) or "it took too long"
            raise CallFailed(f"The demonstration call failed while {self._doing}: {why}") from error

    async def _call(self, stack: AsyncExitStack) -> None:
        plan = self._system.plan
        server = (plan.host, plan.ports.sip)
        self._doing = f"registering extension {PERSON_EXTENSION}"
        desk = await stack.enter_async_context(self._desk(server))
        await desk.register()
        self._doing = "dialling"
        caller = Phone(ip=TRUNK_ADDRESS, user=self._user.number, server=server)
        phone = await stack.enter_async_context(caller)
        call = await self._dial(phone, f"sip:{DID}@{server[0]}:{server[1]}")
        await self._enter_pin(call)
        await self._ask(call, "create-todo")
        await self._ask(call, "my-todos")
        await self._ask(call, "transfer-agent", last=True)
        await self._talk_to_person(call, desk)
        self._doing = "hanging up"
        await call.hangup()
        self._note("caller", "hangs up")

    def _desk(self, server: tuple[str, int]) -> Phone:
        agents = self._system.plan.agents
        secret = next(agent.secret for agent in agents if agent.extension == PERSON_EXTENSION)
        return Phone(ip="127.0.0.1", user=PERSON_EXTENSION, password=secret, server=server)

    async def _dial(self, phone: Phone, uri: str) -> Call:
        self._dialled = time.time()
        self._note("caller", f"{self._user.number} dials {DID}")
        call = await phone.dial(uri)
        await call.ringing()
        self._note("caller", "hears it ring")
        await call.answered()
        self._note("caller", "is answered")
        self._note("caller", "hears the first word", at=await call.sound())
        return call

    async def _enter_pin(self, call: Call) -> None:
        pin = self._system.plan.secrets.pin
        self._doing = "hearing the greeting"
        await call.silence(300, ANSWER_WITHIN_S)
        self._doing = "entering the PIN"
        self._note("keys", f"{'•' * len(pin)} #")
        await call.press(f"{pin}#")
        await self._watch.until(self._found, ANSWER_WITHIN_S)
        await self._quiet(call)

    async def _ask(self, call: Call, slug: str, *, last: bool = False) -> None:
        """Say a phrase, measure how long the answer takes, and hear it out."""
        text = next(phrase.text for phrase in voices.phrases() if phrase.slug == slug)
        self._doing = f"waiting for an answer to “{text}”"
        self._note("caller", f"says “{text}”")
        ended = await self._say(call, slug)
        answered = await call.sound(ANSWER_WITHIN_S, since=ended)
        turn = Turn(text, "", round((answered - ended) * 1000))
        self._note("answer", f"first sound at the caller's ear after {turn.answer_ms} ms", at=answered)
        self.turns.append(turn)
        if not last:
            await self._quiet(call)

    async def _say(self, call: Call, slug: str) -> float:
        """When the last sound of the phrase, not its trailing silence, had left."""
        speech = voices.load(CALLER, slug)
        sent = await call.say(speech) + FRAME_S
        return sent - len(speech) / SAMPLES_PER_S + segments(speech)[-1].end_ms / 1000

    async def _quiet(self, call: Call) -> None:
        """Until the assistant has said everything and listens."""
        followed = self._followed()
        await self._watch.until(lambda: followed.story.listening, 2 * ANSWER_WITHIN_S)
        await call.silence(500, ANSWER_WITHIN_S)

    async def _talk_to_person(self, call: Call, desk: Phone) -> None:
        self._doing = f"waiting for extension {PERSON_EXTENSION} to ring"
        ringing = await desk.incoming(30)
        reason = ringing.headers.get("x-convonet-reason", "")
        self._note("agent", f"{PERSON_EXTENSION} rings: {ringing.caller_name}, “{reason}”")
        await ringing.answer()
        self._note("agent", "answers")
        await self._speaks(PERSON, "agent-greeting", "agent", ringing, call)
        await self._speaks(CALLER, "change-appointment", "caller", call, ringing)

    async def _speaks(self, voice: str, slug: str, who: str, speaker: Call, hearer: Call) -> None:
        """One side of the conversation between people; it counts when the other side hears this voice."""
        text = next(phrase.text for phrase in voices.phrases() if phrase.slug == slug)
        self._doing = f"the {who} spoke to the other side"
        self._note(who, f"says “{text}”")
        speech = voices.load(voice, slug)
        began = await speaker.say(speech) - len(speech) / SAMPLES_PER_S
        score = _likeness(speech, hearer.audio(since=began))
        if score < SAME_VOICE:
            raise CallFailed(f"the other side did not hear it (likeness {score:.2f})")
        self._note(who, f"was heard by the other side (likeness {score:.2f})")

    async def _over(self) -> None:
        followed = self._followed()
        self._doing = "waiting for the call's end in PostgreSQL"
        await self._watch.until(lambda: followed.over, ANSWER_WITHIN_S)
        assert followed.rows is not None
        heard = [row for row in followed.rows.utterances if row["who"] == "caller"]
        self.turns = [
            Turn(turn.said, row["text"], turn.answer_ms, row["timings"].get("recognition_ms"))
            for turn, row in zip(self.turns, heard, strict=False)
        ]

    async def _look_for_todo(self) -> None:
        self._doing = "looking for the new todo in PostgreSQL"
        async with self._store.tenant(self._user.org_id) as tx:
            self.todos = await tx.fetch(TODOS_OF_CALL, self._followed().call_id)
        if not self.todos:
            raise CallFailed("there is none")

    def _found(self) -> bool:
        """The call in PostgreSQL that is ours, once it is there."""
        since = self._dialled - 1
        for call in self._watch.calls.values():
            if call.number == self._user.number and call.began >= since:
                self.followed = call
        return self.followed is not None

    def _followed(self) -> Followed:
        if self.followed is None:
            raise CallFailed("PostgreSQL has no row of this call")
        return self.followed

    def _note(self, who: str, text: str, *, at: float | None = None) -> None:
        """`at` is monotonic; without it, now."""
        wall = time.time() if at is None else time.time() - (time.monotonic() - at)
        self._tell(Line(wall, who, text))


def _likeness(speech: Pcm, heard: Pcm) -> float:
    return float(hears(speech, heard).score)
