"""Calls inside Asterisk: a socket for each, a session on each socket."""
