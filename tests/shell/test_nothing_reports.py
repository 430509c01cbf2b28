"""What runs here tells nobody else that it runs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.shell

LOADED = "from convonet_ari.speech.silero import model; import onnxruntime as o; o.InferenceSession(model())"


def test_the_runtime_of_local_engines_leaves_no_device_id_for_its_makers_telemetry(tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache"), "ORT_DISABLE_TELEMETRY": ""}
    environment = {**os.environ, **home, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", LOADED],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "telemetry" not in done.stderr
    assert list(tmp_path.rglob("*")) == []
