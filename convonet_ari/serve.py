"""`convonet serve`: everything heavy is imported once, then the processes are forked and kept alive."""

from __future__ import annotations

from convonet_ari.config import Settings
from convonet_ari.errors import ConfigError
from convonet_ari.obs import log as logs
from convonet_ari.obs import metrics
from convonet_ari.supervise import Supervisor


def serve(settings: Settings) -> None:
    """Until SIGTERM or SIGINT."""
    logs.configure(settings.logging)
    _check(settings)
    metrics.start(settings.state_dir / "metrics")
    _preload(settings)
    from convonet_ari.bootstrap import roles

    Supervisor(roles(settings), settings.state_dir / "serve.json").run()


def _check(settings: Settings) -> None:
    """What a process would only find out after the fork."""
    needed = {
        "CONVONET_DATABASE_URL": settings.database.url,
        "CONVONET_PIN_KEY": settings.pin.key,
        "CONVONET_LISTEN_PASSWORD": settings.listen.ari_password,
    }
    missing = [name for name, secret in needed.items() if not secret.get_secret_value()]
    if missing:
        raise ConfigError(f"not set: {', '.join(missing)}")


def _preload(settings: Settings) -> None:
    """Import engines before the fork, so that a replacement is ready in a fraction of a second."""
    speech = settings.speech
    if "local" in (speech.stt, speech.tts):
        import faster_whisper
        import hibari

        del faster_whisper, hibari
    if "openai" in (speech.stt, speech.llm, speech.tts):
        import langchain_openai
        import openai

        del langchain_openai, openai
