"""Organisations by the number dialled, users by their PIN, and the failures that lock guessing out."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from convonet_ari.call import pin as rules
from convonet_ari.call.events import PinOutcome
from convonet_ari.config import Pin
from convonet_ari.errors import StoreError
from convonet_ari.store import people_sql as sql
from convonet_ari.store.pool import Record, Store, Tx
from convonet_ari.store.secret import PinHasher, random_pin
from convonet_ari.store.text import only_digits


@dataclass(frozen=True, slots=True)
class Organisation:
    """The tenant that owns a number, and how it wants its calls to be treated."""

    org_id: UUID
    did: str
    name: str
    timezone: str
    language: str
    recording: str
    retention_days: int
    pin_digits: int
    after_wrong_pin: str


@dataclass(frozen=True, slots=True)
class TeamRole:
    team_id: UUID
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Caller:
    """A user who proved who they are; the only source of identity for tools."""

    org_id: UUID
    user_id: UUID
    name: str
    role: str | None
    timezone: str
    language: str
    teams: tuple[TeamRole, ...] = ()
    pin_index: bytes | None = field(default=None, repr=False)


NEAR = 12
OF_CALLER = ("org_id", "user_id", "name", "role", "timezone", "language", "pin_index")


@dataclass(frozen=True, slots=True)
class PinVerdict:
    """`needs_number` tells that these digits cannot name one of so many users."""

    outcome: PinOutcome
    caller: Caller | None = None
    needs_number: bool = False


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Whom the digits would prove the caller to be, as read before the slow verification."""

    user_id: UUID | None
    pin_hash: str | None = field(repr=False)
    verified: bool
    naming: rules.Naming


class People:
    """Finds and proves people. Digits are hashed before anything leaves this process."""

    def __init__(self, store: Store, settings: Pin) -> None:
        self._store = store
        self._settings = settings
        self._hasher = PinHasher(settings.key.get_secret_value())
        self._limits = rules.PinLimits(
            settings.failures_per_number,
            settings.failures_per_number_window_s,
            settings.failures_per_tenant,
            settings.failures_per_tenant_window_s,
        )

    @property
    def _longest_window(self) -> timedelta:
        return timedelta(seconds=max(self._limits.per_number_window_s, self._limits.per_tenant_window_s))

    def close(self) -> None:
        self._hasher.close()

    async def organisation(self, did: str) -> Organisation | None:
        """Who owns the number dialled, with or without its plus."""
        async with self._store.lookup() as tx:
            row = await tx.fetchrow("SELECT * FROM number_owner($1)", only_digits(did))
        return Organisation(**dict(row)) if row else None

    async def caller(self, org_id: UUID, user_id: UUID) -> Caller | None:
        """A user with their teams, as they stand now; None when gone or deactivated."""
        async with self._store.tenant(org_id) as tx:
            return await find_caller(tx, user_id)

    async def near(self, caller: Caller) -> list[str]:
        """The first names the caller may say, a few: of those in the same teams, then of others."""
        async with self._store.tenant(caller.org_id) as tx:
            rows = await tx.fetch(sql.NEAR, caller.user_id, NEAR)
        return [row["name"] for row in rows]

    async def keep_language(self, org_id: UUID, user_id: UUID, language: str) -> None:
        """The user's own, in calls to come."""
        async with self._store.tenant(org_id) as tx:
            await tx.execute(sql.SET_LANGUAGE, user_id, language)

    async def locked(self, org_id: UUID, caller_number: str, now: datetime) -> bool:
        """Whether this caller failed too often to be asked at all."""
        async with self._store.tenant(org_id) as tx:
            known = await tx.fetchrow(sql.BY_NUMBER, only_digits(caller_number))
            return await self._is_locked(
                tx, only_digits(caller_number), now, bool(known and known["number_verified"])
            )

    async def check_pin(self, org_id: UUID, caller_number: str, digits: str, now: datetime) -> PinVerdict:
        """Judge one attempt. An outage is an outcome, not an exception."""
        try:
            return await self._judge(org_id, only_digits(caller_number), digits, now)
        except StoreError:
            return PinVerdict("unavailable")

    def is_pin(self, caller: Caller, digits: str) -> bool:
        """Whether these digits, heard or read somewhere, are the caller's PIN."""
        index = self._hasher.index(caller.org_id, digits)
        return caller.pin_index is not None and hmac.compare_digest(index, caller.pin_index)

    async def assign_pin(self, org_id: UUID, user_id: UUID, pin: str | None = None) -> str:
        """Give a user a random PIN nobody else in the organisation has, and return it this once.

        A `pin` given is taken as it is. Raises StoreError when it cannot be one, is another user's, or the
        user is unknown.
        """
        if pin is not None and rules.normalise(pin) != pin:
            raise StoreError("a PIN has 4 to 6 digits")
        async with self._store.tenant(org_id) as tx:
            await tx.execute(sql.LOCK_PINS, org_id)
            chosen = pin or await self._free_pin(tx, org_id)
            index = self._hasher.index(org_id, chosen)
            if await tx.fetchval(sql.TAKEN, index, user_id):
                raise StoreError("this PIN cannot be assigned")
            pin_hash = await self._hasher.hash(user_id, chosen)
            if await tx.fetchval(sql.SET_PIN, user_id, pin_hash, index) is None:
                raise StoreError("no such user")
        return chosen

    async def _free_pin(self, tx: Tx, org_id: UUID) -> str:
        length = await tx.fetchval("SELECT pin_digits FROM organisations")
        for _ in range(100):
            pin = random_pin(length)
            if not await tx.fetchval(sql.TAKEN, self._hasher.index(org_id, pin), None):
                return pin
        raise StoreError("the organisation has hardly a PIN left; give it more digits")

    async def _judge(self, org_id: UUID, number: str, typed: str, now: datetime) -> PinVerdict:
        digits = rules.normalise(typed, self._settings.min_digits, self._settings.max_digits) or ""
        async with self._store.tenant(org_id) as tx:
            candidate = await self._candidate(tx, org_id, number, digits)
            if await self._is_locked(tx, number, now, candidate.verified):
                return PinVerdict("locked")
        right = await self._hasher.verify(candidate.user_id, candidate.pin_hash, digits)
        if candidate.naming == "needs_number":
            return PinVerdict("wrong", needs_number=True)
        async with self._store.tenant(org_id) as tx:
            return await self._verdict(tx, org_id, number, now, candidate, right)

    async def _candidate(self, tx: Tx, org_id: UUID, number: str, digits: str) -> _Candidate:
        known = await tx.fetchrow(sql.BY_NUMBER, number)
        holders = await tx.fetchval("SELECT count(*) FROM users WHERE active AND pin_index IS NOT NULL")
        naming = rules.named_by(known is not None, holders, digits) if digits else "number"
        verified = bool(known and known["number_verified"])
        row = known
        if naming == "pin":
            row = await tx.fetchrow(sql.BY_PIN, self._hasher.index(org_id, digits))
        if row is None or not digits:
            return _Candidate(None, None, verified, naming)
        return _Candidate(row["id"], row["pin_hash"], verified, naming)

    async def _verdict(
        self, tx: Tx, org_id: UUID, number: str, now: datetime, candidate: _Candidate, right: bool
    ) -> PinVerdict:
        """Judged one after another, so that guesses made at once do not slip past the limit together."""
        await tx.execute(sql.LOCK_PINS, org_id)
        if await self._is_locked(tx, number, now, candidate.verified):
            return PinVerdict("locked")
        caller = await find_caller(tx, candidate.user_id) if right and candidate.user_id else None
        if caller is None:
            await tx.execute(sql.ADD_FAILURE, org_id, number, now)
            await tx.execute(sql.FORGET_FAILURES, now - self._longest_window)
            return PinVerdict("wrong")
        return PinVerdict("accepted", caller)

    async def _is_locked(self, tx: Tx, number: str, now: datetime, verified: bool) -> bool:
        row = await tx.fetchrow(
            sql.FAILURES,
            number,
            now - timedelta(seconds=self._limits.per_number_window_s),
            now - timedelta(seconds=self._limits.per_tenant_window_s),
            now,
        )
        assert row is not None
        failures = rules.Failures(row["by_number"], row["by_tenant"])
        return rules.is_locked(failures, self._limits, verified)


async def find_caller(tx: Tx, user_id: UUID) -> Caller | None:
    """A user with their teams, as they stand now; None when gone or deactivated."""
    row = await tx.fetchrow(sql.CALLER, user_id)
    return caller_of(row) if row else None


def caller_of(row: Record) -> Caller:
    """The user of one row of `CALLER`."""
    places = (row[name] or () for name in ("team_ids", "team_names", "team_roles"))
    teams = tuple(TeamRole(UUID(team), name, role) for team, name, role in zip(*places, strict=True))
    return Caller(**{name: row[name] for name in OF_CALLER}, teams=teams)
