"""The whole product on one machine: a real Asterisk, a real PostgreSQL, the workers, and a call to try it."""
