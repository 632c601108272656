"""Push: other systems hand over raw articles by HTTP, and hear when the broker has them."""

from __future__ import annotations

from pipeline.push.limits import Limits
from pipeline.push.server import push_server, token_of

__all__ = ["Limits", "push_server", "token_of"]
