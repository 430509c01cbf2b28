"""What operators and their tools look at over HTTP."""
