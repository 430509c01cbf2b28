"""`convonet serve`: everything heavy is imported once, then the processes are forked and kept alive."""

from __future__ import annotations

import gc
import shutil

from convonet_ari.config import Settings
from convonet_ari.errors import ConfigError
from convonet_ari.obs import log as logs
from convonet_ari.obs import memory, metrics
from convonet_ari.supervise import STATUS, Supervisor
from convonet_ari.supervise.alone import alone


def serve(settings: Settings) -> None:
    """Until SIGTERM or SIGINT."""
    logs.configure(settings.logging)
    _check(settings)
    lock = alone(settings.state_dir, settings.listen)
    memory.few_heaps()
    figures = metrics.folder(settings.state_dir)
    metrics.start(figures)
    gc.disable()  # what is imported stays: looking for garbage meanwhile takes a fifth of the time
    from convonet_ari.bootstrap import roles

    _preload(settings)
    Supervisor(roles(settings), settings.state_dir / STATUS).run()
    shutil.rmtree(figures, ignore_errors=True)
    lock.close()


def _check(settings: Settings) -> None:
    """What a process would only find out after the fork."""
    needed = {
        "CONVONET_DATABASE_URL": settings.database.url,
        "CONVONET_PIN_KEY": settings.pin.key,
        "CONVONET_LISTEN_PASSWORD": settings.listen.ari_password,
    }
    if settings.call_page.enabled:
        needed["CONVONET_CALL_PAGE_PASSWORD"] = settings.call_page.sip_password
    missing = [name for name, secret in needed.items() if not secret.get_secret_value()]
    if missing:
        raise ConfigError(f"not set: {', '.join(missing)}")


def _preload(settings: Settings) -> None:
    """Load before the fork what forks well: a replacement is ready sooner, and its memory is shared."""
    from convonet_ari.speech.factory import preload

    preload(settings)
    if settings.speech.llm == "openai":
        import langchain_openai

        del langchain_openai
    gc.collect()
    # The collector would touch, and so copy, every page the processes share.
    gc.freeze()
    gc.enable()
