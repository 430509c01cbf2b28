"""The schema's history in hand-written SQL, and the privileges of the application's role."""
