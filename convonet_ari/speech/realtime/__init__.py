"""Speech to speech: one model that hears and speaks, in the place of three parts for a call."""
