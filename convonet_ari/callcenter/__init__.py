"""What happens between callers and people: queues, agents, and the calls that left the assistant."""
