"""Hearing and speaking through any server that speaks OpenAI's protocols."""
