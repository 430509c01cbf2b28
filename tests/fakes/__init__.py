"""Scripted stand-ins that several tiers share."""
