"""Google's OAuth 2.0 and Calendar API v3, as they are on the wire."""
