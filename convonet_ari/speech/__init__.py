"""Hearing and speaking: providers behind two small Protocols."""
