"""Push: other systems hand over raw articles by HTTP, and hear when the broker has them."""

from __future__ import annotations

from claimwire.push.limits import PushLimits
from claimwire.push.server import push_server, token_of

__all__ = ["PushLimits", "push_server", "token_of"]
