"""Everyday ways to put a wish, and what each comes down to; arguments that are not named may be anything."""

from __future__ import annotations

from typing import Any

import pytest

from convonet_ari.agent.offline.heard import READS, Answer, Past
from convonet_ari.agent.offline.intents import understand

pytestmark = pytest.mark.core

RENT = Past("create_todo", {"title": "pay the rent", "due": "on Wednesday"})
LUNCH = Past("create_calendar_event", {"title": "lunch", "when": "tomorrow at noon"})
SARAH = Past("create_reminder", {"title": "call Sarah", "when": "in two hours"})
LIST = "You have 3 open todos: Budget report, due Friday; Call the landlord; Order new headsets."

MILK = Past("create_todo", {"title": "milk"})
FOUND = Past("search_everything", {"words": "design review"})
REVIEW = "I found one appointment: Design review, Friday the 27th at 2 pm."
DAY = Past("get_daily_briefing", {"day": "Friday"})
FRIDAY = "Friday the 27th: You have one appointment: Design review at 2 pm. One todo due: Call the landlord."
OWNER = Past("change_member_role", {"person": "John", "role": "owner", "team": "dev"})

WISHES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    (
        "Could you jot down that I need to pick up the dry cleaning?",
        "create_todo",
        {"title": "pick up the dry cleaning"},
    ),
    ("New task: water the office plants every Friday", "create_todo", {"title": "water the office plants"}),
    (
        "I need to remember to send the contract tomorrow",
        "create_todo",
        {"title": "send the contract", "due": "tomorrow"},
    ),
    ("Put milk and eggs on the list", "create_todo", {"title": "milk and eggs"}),
    (
        "Add a task called prepare slides due Wednesday",
        "create_todo",
        {"title": "prepare slides", "due": "Wednesday"},
    ),
    (
        "Don't let me forget to call my mother on Sunday",
        "create_todo",
        {"title": "call my mother", "due": "Sunday"},
    ),
    ("Make a to-do, fix the printer", "create_todo", {"title": "fix the printer"}),
    (
        "Can you make me a to do to review the offer by Tuesday?",
        "create_todo",
        {"title": "review the offer", "due": "Tuesday"},
    ),
    (
        "Add call the bank to my to do list for tomorrow",
        "create_todo",
        {"title": "call the bank", "due": "tomorrow"},
    ),
    (
        "I've got to renew my passport next week, put that on my list",
        "create_todo",
        {"title": "renew my passport", "due": "next week"},
    ),
    (
        "Please create a high priority to-do to fix the server",
        "create_todo",
        {"title": "fix the server", "priority": "high"},
    ),
    ("What's on my plate today?", "get_todos", {"due": "today"}),
    ("Do I still have open tasks?", "get_todos", {}),
    ("Read me my to-do list", "get_todos", {}),
    ("What do I need to get done this week?", "get_todos", {"due": "this week"}),
    ("Anything overdue?", "get_todos", {}),
    ("Which tasks have I finished?", "get_todos", {"which": "done"}),
    ("What's next on my list?", "get_todos", {}),
    ("The budget report is done", "complete_todo", {"title": "budget report"}),
    ("I'm finished with the budget report", "complete_todo", {"title": "budget report"}),
    ("Check off the headsets", "complete_todo", {"title": "headsets"}),
    ("You can cross the landlord off my list", "complete_todo", {"title": "landlord"}),
    ("I have called the landlord. You can tick that off.", "complete_todo", {"title": "landlord"}),
    ("The budget report to Friday.", "update_todo", {"due": "Friday"}),
    ("The schedule lunch tomorrow at noon.", "create_calendar_event", {"title": "lunch"}),
    ("I just called the landlord, mark it as done", "complete_todo", {"title": "landlord"}),
    ("Set the budget report to done", "complete_todo", {"title": "budget report"}),
    ("Get rid of the headsets task", "delete_todo", {"title": "headsets"}),
    ("Take the budget report off my list", "delete_todo", {"title": "budget report"}),
    ("Remove call the landlord from my to-dos", "delete_todo", {"title": "call the landlord"}),
    (
        "Push the budget report to next Monday",
        "update_todo",
        {"title": "budget report", "due": "next Monday"},
    ),
    ("Make the budget report high priority", "update_todo", {"title": "budget report", "priority": "high"}),
    (
        "Change the budget report to low priority",
        "update_todo",
        {"title": "budget report", "priority": "low"},
    ),
    ("The budget report is urgent", "update_todo", {"title": "budget report", "priority": "high"}),
    ("Set the priority of the headsets to low", "update_todo", {"title": "headsets", "priority": "low"}),
    ("The budget report is due on Thursday", "update_todo", {"title": "budget report", "due": "on Thursday"}),
    (
        "Change the budget report to the quarterly report",
        "update_todo",
        {"title": "budget report", "new_title": "quarterly report"},
    ),
    ("Give the code review to John", "assign_todo", {"title": "code review", "person": "John"}),
    ("Have John do the code review", "assign_todo", {"title": "code review", "person": "John"}),
    (
        "Let Sarah take care of the budget report",
        "assign_todo",
        {"title": "budget report", "person": "Sarah"},
    ),
    ("John should do the budget report", "assign_todo", {"title": "budget report", "person": "John"}),
    (
        "Add write the press release to the marketing team's list",
        "create_team_todo",
        {"title": "write the press release", "team": "marketing"},
    ),
    (
        "Give the dev team a task to update the servers",
        "create_team_todo",
        {"title": "update the servers", "team": "dev"},
    ),
    ("What does the marketing team have to do?", "get_team_todos", {"team": "marketing"}),
    ("Show me the tasks of the dev team", "get_team_todos", {"team": "dev"}),
    ("Remind me to take my medicine at nine tonight", "create_reminder", {"title": "take my medicine"}),
    (
        "Can you remind me about the parents' evening on Thursday at six?",
        "create_reminder",
        {"title": "parents' evening"},
    ),
    (
        "In half an hour remind me to check the oven",
        "create_reminder",
        {"title": "check the oven", "when": "In half an hour"},
    ),
    ("Tomorrow morning remind me to water the flowers", "create_reminder", {"title": "water the flowers"}),
    ("Give me a call at five to remind me of the meeting", "create_reminder", {}),
    ("Wake me up at seven tomorrow", "create_reminder", {}),
    ("Set an alarm for six thirty", "create_reminder", {}),
    (
        "Remind me to stretch in ten minutes",
        "create_reminder",
        {"title": "stretch", "when": "in ten minutes"},
    ),
    ("What have you got to remind me of?", "get_reminders", {}),
    ("Do I have any reminders for tomorrow?", "get_reminders", {"when": "tomorrow"}),
    ("Cancel my passport reminder", "delete_reminder", {"title": "passport"}),
    ("Forget the reminder about the passport", "delete_reminder", {"title": "passport"}),
    ("Change the passport reminder to Monday at ten", "update_reminder", {"title": "passport"}),
    ("Remind me of the passport on Friday instead", "update_reminder", {}),
    ("Give me another ten minutes", "snooze_reminder", {"until": "another ten minutes"}),
    ("Remind me again in an hour", "snooze_reminder", {"until": "in an hour"}),
    ("Not now, ask me again in half an hour", "snooze_reminder", {}),
    ("Later please, in five minutes", "snooze_reminder", {}),
    ("What's happening on Friday?", "get_calendar_events", {"when": "Friday"}),
    ("Am I busy tomorrow afternoon?", "find_free_time", {}),
    ("What meetings do I have this week?", "get_calendar_events", {"when": "this week"}),
    ("What's my schedule for tomorrow?", "get_calendar_events", {"when": "tomorrow"}),
    ("When is my next appointment?", "get_calendar_events", {}),
    ("When is the design review?", "search_everything", {}),
    ("Set up a meeting with John tomorrow at four", "create_calendar_event", {"title": "meeting with John"}),
    (
        "Put lunch with Sarah in my diary for Friday at noon",
        "create_calendar_event",
        {"title": "lunch with Sarah"},
    ),
    (
        "I have a doctor's appointment on Tuesday at eleven",
        "create_calendar_event",
        {"title": "doctor's appointment"},
    ),
    ("Block two hours on Thursday morning for writing", "create_calendar_event", {}),
    (
        "Can you schedule a call with the bank for tomorrow at ten thirty?",
        "create_calendar_event",
        {"title": "call with the bank"},
    ),
    ("Book me a haircut on Saturday at two", "create_calendar_event", {"title": "haircut"}),
    ("Put the design review off until Monday", "update_calendar_event", {"title": "design review"}),
    ("Push the design review back an hour", "update_calendar_event", {"title": "design review"}),
    ("Could we do the design review at four instead?", "update_calendar_event", {"title": "design review"}),
    (
        "Reschedule the design review for next Tuesday at one",
        "update_calendar_event",
        {"title": "design review"},
    ),
    ("I can't make the design review, cancel it please", "delete_calendar_event", {"title": "design review"}),
    ("Take the design review off my calendar", "delete_calendar_event", {"title": "design review"}),
    ("When do I have an hour free tomorrow?", "find_free_time", {"minutes": 60}),
    ("Find me a free slot on Friday afternoon", "find_free_time", {}),
    ("Who's on the marketing team?", "get_team_members", {"team": "marketing"}),
    ("Who belongs to the dev team?", "get_team_members", {"team": "dev"}),
    ("How many people are in development?", "get_team_members", {"team": "development"}),
    ("What teams are there?", "get_teams", {}),
    ("Start a new team called design", "create_team", {"name": "design"}),
    ("Put Sarah in the dev team", "add_team_member", {"person": "Sarah", "team": "dev"}),
    ("Sarah is joining the development team", "add_team_member", {"person": "Sarah", "team": "development"}),
    ("Take John off the dev team", "remove_team_member", {"person": "John", "team": "dev"}),
    (
        "Kick John out of the development team",
        "remove_team_member",
        {"person": "John", "team": "development"},
    ),
    ("Make Ann an admin", "change_member_role", {"person": "Ann", "role": "admin"}),
    (
        "Promote John to admin of the dev team",
        "change_member_role",
        {"person": "John", "role": "admin", "team": "dev"},
    ),
    (
        "Give John admin rights in the development team",
        "change_member_role",
        {"person": "John", "role": "admin", "team": "development"},
    ),
    ("I want to leave the marketing team", "leave_team", {"team": "marketing"}),
    ("Do you know a John?", "search_users", {"name": "John"}),
    ("Which team is Sarah in?", "search_users", {"name": "Sarah"}),
    ("Give me an overview of my day", "get_daily_briefing", {}),
    ("What's going on today?", "get_daily_briefing", {}),
    ("How is my Tuesday looking?", "get_daily_briefing", {"day": "Tuesday"}),
    ("Good morning, brief me please", "get_daily_briefing", {}),
    ("Look for anything about the landlord", "search_everything", {"words": "the landlord"}),
    ("What did I say in my last call?", "get_call_transcript", {}),
    ("What did we talk about yesterday?", "get_call_transcript", {}),
    ("List my recent calls", "get_call_history", {}),
    ("Are there recordings of my calls?", "get_call_recordings", {}),
    ("Delete the recording of my last call", "delete_call_recording", {}),
    ("Ask someone to ring me back this afternoon", "request_callback", {}),
    ("I don't need the call back any more", "cancel_callback", {}),
    ("Is my Google calendar in sync?", "get_calendar_sync_status", {}),
    ("Sync my calendar with Google", "sync_google_calendar_events", {}),
    ("My time zone is Berlin", "update_my_preferences", {"timezone": "Berlin"}),
    ("I'm in New York now, change my time zone", "update_my_preferences", {"timezone": "New York"}),
    ("Don't call me after ten at night", "update_my_preferences", {}),
    ("Send me receipts by e-mail", "update_my_preferences", {"receipts": "email"}),
    (
        "Send my receipts to ann at example dot com, please",
        "update_my_preferences",
        {"receipts": "email", "email": "ann at example dot com"},
    ),
    (
        "My e-mail address is A N N at example dot com",
        "update_my_preferences",
        {"receipts": "email", "email": "A N N at example dot com"},
    ),
    ("I don't want receipts", "update_my_preferences", {"receipts": "none"}),
    ("Don't call me for reminders, tell me when I call", "update_my_preferences", {"reminders": "next_call"}),
    ("What's my role?", "get_my_profile", {}),
    ("Show my settings", "get_my_profile", {}),
    ("Remember that I prefer mornings", "remember", {}),
    ("Please keep in mind that I'm on vacation in August", "remember", {}),
    ("Forget that I prefer mornings", "forget", {}),
    ("Oh no, undo that", "undo_last_change", {}),
    ("Take that back", "undo_last_change", {}),
    ("That was a mistake, revert it", "undo_last_change", {}),
    ("Undo my last two changes", "undo_last_change", {"changes": 2}),
    ("Let me talk to somebody from support", "transfer_to_agent", {"department": "support"}),
    ("I'd rather speak with a person", "transfer_to_agent", {}),
    ("Get me a human", "transfer_to_agent", {}),
    ("Operator", "transfer_to_agent", {}),
    ("Connect me with the sales department", "transfer_to_agent", {"department": "sales"}),
    ("Who can I talk to?", "get_available_departments", {}),
    ("Is anybody available in support?", "get_available_departments", {}),
    ("How many open to-dos does each person have?", "get_todos", {}),
    (
        "A task for tomorrow, it's to ring the vet",
        "create_todo",
        {"title": "ring the vet", "due": "tomorrow"},
    ),
    (
        "Hi, it's Ann, put a task in for the fifteenth, pay the gas bill",
        "create_todo",
        {"title": "pay the gas bill"},
    ),
    (
        "Good evening, I'd like you to add a to-do for me, it's mow the lawn",
        "create_todo",
        {"title": "mow the lawn"},
    ),
    (
        "Please note: talk to Ben about the fair, end of the week",
        "create_todo",
        {"title": "talk to Ben about the fair"},
    ),
    ("I need to send Sarah the photos, make a note of it", "create_todo", {"title": "send Sarah the photos"}),
    ("Put me down to write the minutes", "create_todo", {"title": "write the minutes"}),
    (
        "Add to my list to back up the laptop, it's urgent",
        "create_todo",
        {"title": "back up the laptop", "priority": "high"},
    ),
    ("Remind me, no sorry, create a task to order the cake", "create_todo", {"title": "order the cake"}),
    ("The marketing team needs to book the hall, add that", "create_team_todo", {"title": "book the hall"}),
    ("Right, the budget report's finished", "complete_todo", {"title": "budget report"}),
    ("I've already spoken to the landlord, so you can take that off", "complete_todo", {"title": "landlord"}),
    ("Yeah, I rang the landlord this morning, tick it off", "complete_todo", {"title": "landlord"}),
    ("Cancel the headsets task, we don't need it", "delete_todo", {"title": "headsets"}),
    ("The report has to be ready by Thursday now", "update_todo", {"title": "report", "due": "Thursday"}),
    ("I can't call the landlord tomorrow, let's do it Wednesday", "update_todo", {"due": "Wednesday"}),
    ("Can I have one more week for the report?", "update_todo", {"title": "report", "due": "one week later"}),
    ("Give me until next Monday for the report", "update_todo", {"title": "report", "due": "next Monday"}),
    ("I can't do the report, give it to John", "assign_todo", {"title": "report", "person": "John"}),
    ("Let Ben order the headsets", "assign_todo", {"title": "order the headsets", "person": "Ben"}),
    ("Could you wake me at six fifteen tomorrow?", "create_reminder", {"when": "in the morning"}),
    ("Remind me in ten minutes that the laundry is done", "create_reminder", {"title": "laundry is done"}),
    ("Have I got anything on Friday afternoon?", "get_daily_briefing", {"day": "Friday afternoon"}),
    ("Anything important I should know about today?", "get_daily_briefing", {}),
    ("What does next week look like?", "get_calendar_events", {"when": "next week"}),
    ("Am I doing anything on Friday at two?", "find_free_time", {}),
    ("Set up thirty minutes with Sarah on Monday at eleven", "create_calendar_event", {"minutes": 30}),
    (
        "Add a calendar entry, school play, on Friday at seven",
        "create_calendar_event",
        {"title": "school play"},
    ),
    (
        "Lunch with Sarah tomorrow at half 12. Put it in the calendar",
        "create_calendar_event",
        {"when": "half past 12"},
    ),
    ("What do tomorrow?", "get_todos", {"due": "tomorrow"}),
    ("Who's working in development?", "get_team_members", {"team": "development"}),
    ("What have marketing got to do?", "get_team_todos", {"team": "marketing"}),
    ("Set up a new team, call it logistics", "create_team", {"name": "logistics"}),
    ("Create the team customer success", "create_team", {"name": "customer success"}),
    ("John's not in the dev team any more, can you remove him?", "remove_team_member", {"person": "John"}),
    ("Undo the last two", "undo_last_change", {"changes": 2}),
    ("Get me sales please", "transfer_to_agent", {"department": "sales"}),
    ("Someone from support, please", "transfer_to_agent", {"department": "support"}),
    ("I'd like to be connected to your sales team", "transfer_to_agent", {"department": "sales"}),
    ("You're not helping, I need someone who can", "transfer_to_agent", {}),
)
# What was only told, or means something else than it sounds like.
NO_CHANGES = (
    "It's raining.",
    "Hi, this is Ann Lee calling.",
    "I spoke to my wife.",
    "I can't hear you, can you speak up?",
    "John's not very nice.",
    "What have people got to do with it?",
    "Let the phone ring.",
    "I rang the bell and nobody answered.",
    "Create the team spirit we need.",
    "Note to self.",
)
# What was done last, what the assistant said then, what the caller says, and what follows.
FOLLOWING: tuple[tuple[Past, str, str, str, dict[str, Any]], ...] = (
    (
        RENT,
        "I created the todo “pay the rent”.",
        "Actually, make it Thursday.",
        "update_todo",
        {"due": "Thursday"},
    ),
    (
        RENT,
        "I created the todo “pay the rent”.",
        "No wait, I meant Friday.",
        "update_todo",
        {"due": "Friday"},
    ),
    (
        RENT,
        "I created the todo “pay the rent”.",
        "Make it high priority.",
        "update_todo",
        {"priority": "high"},
    ),
    (RENT, "I created the todo “pay the rent”.", "Assign it to John.", "assign_todo", {"person": "John"}),
    (RENT, "I created the todo “pay the rent”.", "And give it to Sarah.", "assign_todo", {"person": "Sarah"}),
    (
        RENT,
        "I created the todo “pay the rent”.",
        "Call it pay the landlord instead.",
        "update_todo",
        {"new_title": "pay the landlord"},
    ),
    (RENT, "I created the todo “pay the rent”.", "Delete it again.", "delete_todo", {}),
    (RENT, "I created the todo “pay the rent”.", "It's due on Friday.", "update_todo", {"due": "on Friday"}),
    (RENT, "I created the todo “pay the rent”.", "Done already, tick it off.", "complete_todo", {}),
    (LUNCH, "I put lunch in.", "Move it to three thirty.", "update_calendar_event", {"when": "three thirty"}),
    (LUNCH, "I put lunch in.", "Better an hour later.", "update_calendar_event", {"when": "an hour later"}),
    (LUNCH, "I put lunch in.", "Sorry, I meant one o'clock.", "update_calendar_event", {}),
    (LUNCH, "I put lunch in.", "Make that Thursday at two.", "update_calendar_event", {}),
    (LUNCH, "I put lunch in.", "Can you make it half past twelve?", "update_calendar_event", {}),
    (SARAH, "I set the reminder.", "Make it three hours.", "update_reminder", {}),
    (SARAH, "I set the reminder.", "No, tomorrow at nine.", "update_reminder", {"when": "tomorrow at nine"}),
    (Past("get_reminders", {}), "You have one reminder: “call Sarah”.", "Cancel it.", "delete_reminder", {}),
    (
        Past("get_todos", {}),
        "You have two todos: Budget report; Call the landlord.",
        "The first one is done.",
        "complete_todo",
        {"title": "Budget report"},
    ),
    (Past("get_todos", {}), LIST, "Delete the second one.", "delete_todo", {"title": "Call the landlord"}),
    (
        Past("get_todos", {}),
        LIST,
        "Move the last one to Friday.",
        "update_todo",
        {"title": "Order new headsets"},
    ),
    (
        Past("assign_todo", {"title": "code review", "person": "John"}),
        "Which one do you mean: John Smith or John Miller?",
        "The second one.",
        "assign_todo",
        {"person": "John Miller"},
    ),
    (
        Past("assign_todo", {"title": "code review", "person": "John"}),
        "Which one do you mean: John Smith or John Miller?",
        "Smith.",
        "assign_todo",
        {"person": "Smith"},
    ),
    (
        Past("assign_todo", {"title": "code review", "person": "John"}),
        "I found no person called John. Do you mean Jon Snow?",
        "Yes.",
        "assign_todo",
        {"person": "Jon Snow"},
    ),
    (
        Past("delete_todo", {"title": "budget"}),
        "Which one do you mean: “budget report” or “budget plan”?",
        "The budget plan.",
        "delete_todo",
        {"title": "budget plan"},
    ),
    (
        Past("remember", {"text": "I prefer mornings"}),
        "I will remember that you prefer mornings.",
        "Forget that.",
        "forget",
        {},
    ),
    (
        Past("delete_todo", {"title": "rent"}),
        "Shall I delete the todo “pay the rent”?",
        "Yeah, go ahead.",
        "delete_todo",
        {"title": "rent"},
    ),
    (
        Past("delete_todo", {"title": "rent"}),
        "Shall I delete the todo “pay the rent”?",
        "No, leave it.",
        "",
        {},
    ),
    (
        LUNCH,
        "That overlaps with “standup”. Shall I book it anyway?",
        "Yes, book it anyway.",
        "create_calendar_event",
        {},
    ),
    (
        LUNCH,
        "That overlaps with “standup”. Shall I book it anyway?",
        "No, take one o'clock instead.",
        "create_calendar_event",
        {},
    ),
    (LUNCH, "At what time tomorrow?", "Someone from support, please.", "transfer_to_agent", {}),
    (LUNCH, "At what time tomorrow?", "Half past ten.", "create_calendar_event", {"when": "half past ten"}),
    (MILK, "I created the todo “milk”.", "Scrap that.", "undo_last_change", {}),
    (MILK, "I created the todo “milk”.", "Oops, no, not that one.", "undo_last_change", {}),
    (MILK, "I created the todo “milk”.", "Sunday's better.", "update_todo", {"due": "Sunday"}),
    (MILK, "I created the todo “milk”.", "Give that to Sarah instead.", "assign_todo", {"person": "Sarah"}),
    (Past("delete_todo", {}), "I deleted the todo “milk”.", "Oh no, bring it back.", "undo_last_change", {}),
    (FOUND, REVIEW, "Push it back by half an hour.", "update_calendar_event", {"title": "Design review"}),
    (FOUND, REVIEW, "Scrap that.", "delete_calendar_event", {"title": "Design review"}),
    (
        DAY,
        FRIDAY,
        "Move that to Monday at the same time.",
        "update_calendar_event",
        {"title": "Design review"},
    ),
    (DAY, FRIDAY, "I've already done it.", "complete_todo", {"title": "Call the landlord"}),
    (
        Past("search_users", {"name": "John"}),
        "John Smith.",
        "Add him to marketing.",
        "add_team_member",
        {"person": "John"},
    ),
    (OWNER, "Shall I make John Smith an owner?", "No, an admin.", "change_member_role", {"role": "admin"}),
    (OWNER, "Shall I make John Smith an owner?", "No, Sarah.", "change_member_role", {"person": "Sarah"}),
    (OWNER, "Shall I make John Smith an owner?", "No, Thanks.", "", {}),
)


@pytest.mark.parametrize(("said", "tool", "arguments"), WISHES)
def test_an_everyday_wish_comes_to_its_tool(said: str, tool: str, arguments: dict[str, Any]) -> None:
    check(understand(said), tool, arguments)


@pytest.mark.parametrize(("past", "last", "said", "tool", "arguments"), FOLLOWING)
def test_what_was_said_before_is_understood(
    past: Past, last: str, said: str, tool: str, arguments: dict[str, Any]
) -> None:
    check(understand(said, last, past=(past,)), tool, arguments)


@pytest.mark.parametrize("said", NO_CHANGES)
def test_what_asks_for_no_change_makes_none(said: str) -> None:
    tool = understand(said).tool
    assert not tool or tool.startswith(READS)


def check(answer: Answer, tool: str, arguments: dict[str, Any]) -> None:
    assert answer.tool == tool
    got = {name: str(answer.arguments.get(name, "")).lower() for name in arguments}
    assert all(str(value).lower() in got[name] for name, value in arguments.items()), answer.arguments
