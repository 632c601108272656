"""Certificates of this machine, made with openssl for one test."""

from __future__ import annotations

import ssl
import subprocess
from pathlib import Path


def certificate(folder: Path, *, names: str = "IP:127.0.0.1") -> tuple[ssl.SSLContext, Path]:
    """Return a server's TLS context, and the certificate that whoever trusts it needs."""
    key, found = folder / "key.pem", folder / "certificate.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
    ]
    made = [
        "-keyout",
        key,
        "-out",
        found,
        "-days",
        "2",
        "-subj",
        "/CN=desk",
        "-addext",
        f"subjectAltName={names}",
    ]
    subprocess.run([*command, *map(str, made)], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(found, key)
    return context, found
