"""Training: makes the model that `claimwire.extract` ships, from an annotated corpus and public weights.

The libraries that it uses are told to stay offline before they are imported.
"""

import os

os.environ |= {"ORT_DISABLE_TELEMETRY": "1", "HF_HUB_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}
