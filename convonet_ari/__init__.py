"""A telephone assistant that runs inside a PBX."""

import os

# onnxruntime reports its use to its maker over the network, unless this is set before it is first imported.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
