"""What the offline assistant makes of wishes about teams, people, earlier calls and settings."""

from __future__ import annotations

import re
from collections.abc import Mapping

from convonet_ari.agent.offline.heard import Action, Answer, Heard, given
from convonet_ari.agent.offline.intents_work import named
from convonet_ari.agent.offline.phrasings_loose_people import HOUSE
from convonet_ari.agent.offline.phrasings_people import BACK
from convonet_ari.tools import dates
from convonet_ari.tools.addresses import heard_address
from convonet_ari.tools.meaning import is_it

ME = re.compile(r"(?:about )?(?:me|us|myself)|anything(?: about me)?", re.I)
I_SAID = re.compile(r"^(?:that|what) i (?:said|told you)(?: about)? ?|^that (?=i\b|my\b)|^my ", re.I)
JUST_SAID = re.compile(r"(?:that|what) i (?:just )?said|the last (?:one|thing)", re.I)
POINTED_AT = re.compile(r"(?:(?:that|this|the last) one|it|this)\b(?! about)", re.I)
NIGHT_ENDS = "7 am"
DAY_BEGINS = "9 pm"
FROM_HOUSE = re.compile(rf"\b(?:from|in|at|of) (?:the |your )?(?P<house>{HOUSE})\b.*\b(?:{BACK})\b", re.I)
# Who is to be reminded of calling somebody back waits for no call.
SOMEBODY_ELSE = re.compile(r"\bremind me\b|\b(?:call|phone|ring) back (?:the|my|our|mrs?|dr)\b", re.I)
OF_A_DAY = re.compile(r"\b(?:today|tomorrow|\w+day)'s\b", re.I)
THINGS = re.compile(
    r"\b(?:todos?|tasks?|reminders?|appointments?|meetings?|calendar|departments?|teams?)\b", re.I
)


def search(match: re.Match[str], heard: Heard) -> Answer | None:
    """Who looks for "my todos" wants the list."""
    words = match["words"].strip()
    if THINGS.fullmatch(re.sub(r"^(?:my|the|all|our) ", "", words, flags=re.I)):
        return None
    return Answer(tool="search_everything", arguments={"words": words})


def callback(match: re.Match[str], heard: Heard) -> Answer | None:
    rest = match.groupdict().get("rest") or ""
    if SOMEBODY_ELSE.search(heard.text):
        return None
    found = dates.find(rest)
    department = FROM_HOUSE.search(heard.text)
    return Answer(
        tool="request_callback",
        arguments=given(
            department=department["house"] if department else None,
            when=found.phrase if found else None,
            reason=heard.text,
        ),
    )


def transcript(match: re.Match[str], heard: Heard) -> Answer:
    found = re.search(r"\b(?:yesterday|last \w+|on \w+|\w+ (?:days?|weeks?) ago)\b.*", heard.text, re.I)
    when = found[0] if found and found[0].lower() not in ("last time", "last call") else None
    return Answer(tool="get_call_transcript", arguments=given(call=when))


def remember(match: re.Match[str], heard: Heard) -> Answer:
    return Answer(tool="remember", arguments={"text": match["text"].strip()})


def recall(match: re.Match[str], heard: Heard) -> Answer:
    about = (match["about"] or "").strip()
    return Answer(tool="recall", arguments=given(about=None if ME.fullmatch(about) else about))


def forget(match: re.Match[str], heard: Heard) -> Answer | None:
    """Of what is remembered; "forget it" right after something else means never mind."""
    words = match.groupdict()
    if words.get("all"):
        return Answer(tool="forget", arguments={"everything": True})
    if THINGS.search(words["about"]) or OF_A_DAY.search(words["about"]):
        return None
    if JUST_SAID.fullmatch(words["about"]) or POINTED_AT.match(words["about"]):
        return None
    about = I_SAID.sub("", words["about"])
    if is_it(about):
        recent = bool(heard.past) and heard.past[-1].tool in ("remember", "recall", "forget")
        return Answer(tool="forget") if recent else None
    return Answer(tool="forget", arguments={"about": about})


def recording_delete(match: re.Match[str], heard: Heard) -> Answer:
    found = dates.find(match["rest"])
    return Answer(tool="delete_call_recording", arguments=given(call=found.phrase if found else None))


def zone(match: re.Match[str], heard: Heard) -> Answer:
    return Answer(tool="update_my_preferences", arguments={"timezone": match["zone"].strip()})


def prefer(**wish: str) -> Action:
    return lambda match, heard: Answer(tool="update_my_preferences", arguments=dict(wish))


def receipts(match: re.Match[str], heard: Heard) -> Answer | None:
    """By e-mail; where to, if an address was said as well. Without the word itself there must be one."""
    said = match.groupdict().get("email")
    email = said if said and heard_address(said) else None
    if email is None and not re.search(r"\breceipts?\b", heard.text, re.I):
        return None
    return Answer(tool="update_my_preferences", arguments={"receipts": "email"} | given(email=email))


def quiet(match: re.Match[str], heard: Heard) -> Answer:
    """ "After nine in the evening" lasts until the morning."""
    hours = match["hours"].strip()
    if hours.lower().startswith("no "):
        return Answer(tool="update_my_preferences", arguments={"quiet_hours": "off"})
    plain = re.sub(r"^(?:between|from) ", "", hours, flags=re.I)
    plain = re.sub(r" (?:and|until|till) ", " to ", plain, count=1, flags=re.I)
    if after := re.fullmatch(r"after (?P<hour>.+)", plain, re.I):
        plain = f"{_evening(after['hour'])} to {NIGHT_ENDS}"
    elif before := re.fullmatch(r"before (?P<hour>.+)", plain, re.I):
        plain = f"{DAY_BEGINS} to {_morning(before['hour'])}"
    return Answer(tool="update_my_preferences", arguments={"quiet_hours": plain})


def _evening(hour: str) -> str:
    bare = re.sub(r" (?:in the evening|at night|o'clock)\b", "", hour, flags=re.I).strip()
    return bare if re.search(r"[ap]m$", bare, re.I) else f"{bare} pm"


def _morning(hour: str) -> str:
    bare = re.sub(r" (?:in the morning|o'clock)\b", "", hour, flags=re.I).strip()
    return bare if re.search(r"[ap]m$", bare, re.I) else f"{bare} am"


PEOPLE_ACTIONS: Mapping[str, Action] = {
    "team_create": named("create_team", "name"),
    "team_rename": named("update_team", "team", "new_name"),
    "team_leave": named("leave_team", "team"),
    "person": named("search_users", "name"),
    "search": search,
    "callback_cancel": named("cancel_callback"),
    "callback": callback,
    "transcript": transcript,
    "recordings": named("get_call_recordings"),
    "calls": named("get_call_history"),
    "sync_now": named("sync_google_calendar_events"),
    "sync": named("get_calendar_sync_status"),
    "profile": named("get_my_profile"),
    "quiet": quiet,
    "recording_delete": recording_delete,
    "zone": zone,
    "receipts_off": prefer(receipts="none"),
    "receipts": receipts,
    "reminders_later": prefer(reminders="next_call"),
    "reminders_by_call": prefer(reminders="call"),
    "remember": remember,
    "recall": recall,
    "forget": forget,
}
