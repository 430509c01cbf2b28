"""A server that speaks OpenAI's protocols on loopback, with fixed delays and faults on demand."""
