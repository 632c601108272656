"""Signing: webhooks as the Standard Webhooks specification has them, so that receivers can check them."""

from __future__ import annotations

import binascii
import hmac
from base64 import b64decode, b64encode
from secrets import token_bytes

from claimwire.errors import InputError

_PREFIX = "whsec_"
_KEY_BYTES = range(24, 65)


def new_secret() -> str:
    """Return a new secret."""
    return _PREFIX + b64encode(token_bytes(32)).decode()


def secret_key(secret: str) -> bytes:
    """Return the key of a secret; raises `InputError` for what is none."""
    try:
        key = b64decode(secret.removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not secret.startswith(_PREFIX) or len(key) not in _KEY_BYTES:
        raise InputError("secret: give `whsec_` and the base64 of 24 to 64 bytes")
    return key


def signed_headers(secret: str, message_id: str, at_s: int, body: bytes) -> dict[str, str]:
    """Return the headers that tell a receiver which message it is, when it was sent and by whom."""
    signed = b".".join([message_id.encode(), str(at_s).encode(), body])
    signature = b64encode(hmac.digest(secret_key(secret), signed, "sha256")).decode()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(at_s),
        "webhook-signature": f"v1,{signature}",
    }
