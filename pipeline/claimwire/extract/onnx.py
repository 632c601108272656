"""ONNX Runtime with telemetry off: import it from here and nowhere else (ruff's `banned-api` holds that).

Its official wheels send usage events to Microsoft unless this variable is set before the library is imported.
"""

from __future__ import annotations

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import onnxruntime  # noqa: TID251 # after the line above

# For a program that imported ONNX Runtime before Claimwire: events stop here.
onnxruntime.disable_telemetry_events()

__all__ = ["onnxruntime"]
