"""What the assistant can do for a caller: declared once, permitted by role, served over MCP."""
