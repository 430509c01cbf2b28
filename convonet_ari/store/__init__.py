"""Everything that is kept: one PostgreSQL, one tenant per transaction, one owner per call."""
