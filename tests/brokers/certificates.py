"""Certificates for a test, by openssl: an authority, and what it has signed."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

NEW_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
SIGNING = """\
[ca]
default_ca = test
[test]
database = {folder}/index.txt
rand_serial = yes
new_certs_dir = {folder}
default_md = sha256
policy = any
x509_extensions = of_a_host
[any]
commonName = supplied
[of_a_host]
basicConstraints = CA:FALSE
subjectAltName = IP:127.0.0.1
"""


@dataclass(frozen=True)
class Certificate:
    """A certificate and its key, both PEM."""

    cert: Path
    key: Path

    def keystore(self) -> Path:
        """Return a file with both, as Kafka wants them."""
        file = self.cert.with_suffix(".keystore.pem")
        file.write_text(self.key.read_text() + self.cert.read_text())
        return file


def authority(folder: Path, name: str) -> Certificate:
    """Make an authority that signs others."""
    made = Certificate(folder / f"{name}.pem", folder / f"{name}.key")
    _openssl("req", "-x509", *NEW_KEY, *_named(name), "-out", made.cert, "-keyout", made.key)
    return made


def signed(by: Certificate, folder: Path, name: str, *, until: timedelta = timedelta(days=2)) -> Certificate:
    """Make a certificate for 127.0.0.1, good from three days ago until so long from now."""
    made, request = Certificate(folder / f"{name}.pem", folder / f"{name}.key"), folder / f"{name}.csr"
    _openssl("req", "-new", *NEW_KEY, *_named(name), "-out", request, "-keyout", made.key)
    (folder / "index.txt").touch()
    (folder / "signing.cnf").write_text(SIGNING.format(folder=folder))
    now = datetime.now(UTC)
    dates = ("-startdate", _date(now - timedelta(days=3)), "-enddate", _date(now + until))
    signer = ("-config", folder / "signing.cnf", "-cert", by.cert, "-keyfile", by.key)
    _openssl("ca", *signer, *dates, "-batch", "-notext", "-in", request, "-out", made.cert)
    return made


def _named(name: str) -> tuple[str, str]:
    return "-subj", f"/CN={name}"


def _date(at: datetime) -> str:
    return f"{at:%Y%m%d%H%M%SZ}"


def _openssl(*arguments: str | Path) -> None:
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True, timeout=60)
