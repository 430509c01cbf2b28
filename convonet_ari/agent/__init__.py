"""Understands the caller and answers: an agent whose thread survives interruptions and lost workers."""
