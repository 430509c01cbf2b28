"""Where the checkpointer keeps conversations: a schema of its own that no other statement names."""

from __future__ import annotations

from psycopg.conninfo import make_conninfo


def thread_conninfo(url: str) -> str:
    """The application's address for the checkpointer; its tables were made by the migration."""
    return make_conninfo(url, options="-c search_path=threads", application_name="convonet-threads")
