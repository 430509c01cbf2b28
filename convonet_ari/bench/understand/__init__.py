"""What callers say and what must then be true: asked aloud at a real Asterisk, or as text of any model."""
