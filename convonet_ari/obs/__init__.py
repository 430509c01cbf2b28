"""What operators see: logs, metrics, traces, with personal data scrubbed in one place."""
