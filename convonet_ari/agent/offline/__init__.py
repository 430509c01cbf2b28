"""The assistant without a model: a grammar of what callers say, behind the interface of a chat model."""
