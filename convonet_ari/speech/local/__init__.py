"""Hearing and speaking on this machine, with no network: nothing here ever downloads anything."""
