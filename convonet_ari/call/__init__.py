"""The pure heart of a call: facts in, orders out; no clock, no socket, no loop."""
