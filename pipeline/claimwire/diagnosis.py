"""Why no broker answers: one more connection, whose failure is told in words that say what to do.

aiokafka logs what went wrong with each broker and raises only that none answered. To a user, a wrong password
and a broker that is down are not the same.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Mapping
from typing import Any

from aiokafka.conn import collect_hosts, create_conn
from aiokafka.errors import (
    KafkaConnectionError,
    KafkaError,
    SaslAuthenticationFailed,
    UnsupportedSaslMechanismError,
)
from aiokafka.protocol.metadata import MetadataRequest

_PROBE_MS = 5_000
_OPENS_S = 2.0
_CLIENT_CERTIFICATE = "set CLAIMWIRE_TLS_CERT_FILE and CLAIMWIRE_TLS_KEY_FILE to one that it accepts"
_PROTOCOL = "CLAIMWIRE_SECURITY_PROTOCOL"
_PLAIN: Mapping[type[BaseException], str] = {
    socket.gaierror: "has a name that does not resolve: check CLAIMWIRE_BOOTSTRAP_SERVERS",
    SaslAuthenticationFailed: (
        "refuses the user or password: check CLAIMWIRE_SASL_USERNAME and CLAIMWIRE_SASL_PASSWORD"
    ),
    UnsupportedSaslMechanismError: "does not offer this CLAIMWIRE_SASL_MECHANISM: set another",
}


async def complaint(options: Mapping[str, Any]) -> str | None:
    """Return what the brokers do to such a client and what to set; None if one of them can be asked."""
    hosts = collect_hosts(options["bootstrap_servers"])
    ours = {name: value for name, value in options.items() if name != "bootstrap_servers"}
    failures = await asyncio.gather(*(connection_failure(host, port, ours) for host, port, _ in hosts))
    told = [explained(failure, protocol=ours["security_protocol"]) for failure in failures if failure]
    return next(filter(None, told), None) if all(failures) else None


async def connection_failure(host: str, port: int, ours: Mapping[str, Any]) -> BaseException | None:
    """Return why a broker cannot be asked anything; None if it can."""
    try:
        connection = await create_conn(host, port, **{**ours, "request_timeout_ms": _PROBE_MS})
    except TimeoutError as error:
        # A broker without TLS waits for the rest of what it takes for a huge request.
        is_silent = "SSL" in ours["security_protocol"] and await _opens(host, port)
        return ssl.SSLError("no answer to the handshake") if is_silent else error
    except (OSError, KafkaError) as error:
        return error
    try:
        await connection.send(MetadataRequest([]))
    except (OSError, KafkaError, TimeoutError) as error:
        return error
    finally:
        await connection.close()
    return None


async def _opens(host: str, port: int) -> bool:
    try:
        async with asyncio.timeout(_OPENS_S):
            _, writer = await asyncio.open_connection(host, port)
    except OSError:
        return False
    writer.close()
    return True


def explained(failure: BaseException, *, protocol: str) -> str | None:
    """Return what a broker does to such a client and what to set; None for one that does not answer.

    >>> explained(SaslAuthenticationFailed(), protocol="SASL_SSL")
    'refuses the user or password: check CLAIMWIRE_SASL_USERNAME and CLAIMWIRE_SASL_PASSWORD'
    """
    match failure:
        case ssl.SSLCertVerificationError():
            return f"has a certificate that is not accepted here: {_certificate(failure.verify_message)}"
        case ssl.SSLError():
            return _tls(getattr(failure, "reason", None) or failure.args[0], protocol)
        case socket.gaierror() | SaslAuthenticationFailed() | UnsupportedSaslMechanismError():
            return _PLAIN[type(failure)]
        case KafkaConnectionError() | ConnectionResetError() if _was_open(failure):
            return _hung_up(protocol)
    return None


def _certificate(verdict: str) -> str:
    if "expired" in verdict or "not yet valid" in verdict:
        return f"{verdict}: have it renewed, or set this machine's clock"
    if "mismatch" in verdict:
        return f"{verdict}: use a name that is in it in CLAIMWIRE_BOOTSTRAP_SERVERS"
    return f"{verdict}: set CLAIMWIRE_TLS_CA_FILE to the authority that signed it"


def _tls(reason: str, protocol: str) -> str:
    if "ALERT" in reason and "VERSION" not in reason:
        return f"refuses this client's certificate ({reason}): {_CLIENT_CERTIFICATE}"
    return f"does not speak TLS as {protocol} does ({reason}): check {_PROTOCOL} and the port"


def _was_open(failure: BaseException) -> bool:
    return isinstance(failure, ConnectionResetError) or "closed" in str(failure)


def _hung_up(protocol: str) -> str:
    if protocol == "SSL":
        return f"hangs up: it may want a client certificate ({_CLIENT_CERTIFICATE}), or another {_PROTOCOL}"
    return f"hangs up: it may want another {_PROTOCOL} than {protocol}, or is no Kafka"
