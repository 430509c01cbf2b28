"""A telephone assistant that runs inside a PBX."""
