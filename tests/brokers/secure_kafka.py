"""A real Apache Kafka that wants passwords and certificates, and all ways to it that it accepts."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from tests.brokers import apache_kafka
from tests.brokers.certificates import Certificate, authority, signed
from tests.conftest import free_port

USER = "desk"
LOGIN = "org.apache.kafka.common.security"


@dataclass(frozen=True)
class SecureKafka:
    """The addresses of its listeners, the password, and the certificates that it and its clients have."""

    plaintext: str
    sasl: str
    mutual: str
    expired: str
    password: str
    authority: Certificate
    client: Certificate

    def by_password(self, mechanism: str) -> dict[str, str]:
        """Return the settings of a client with a password, over TLS."""
        return {
            "bootstrap_servers": self.sasl,
            "security_protocol": "SASL_SSL",
            "sasl_mechanism": mechanism,
            "sasl_username": USER,
            "sasl_password": self.password,
            "tls_ca_file": str(self.authority.cert),
        }

    def by_certificate(self) -> dict[str, str]:
        """Return the settings of a client that shows a certificate (mTLS)."""
        return {
            "bootstrap_servers": self.mutual,
            "security_protocol": "SSL",
            "tls_ca_file": str(self.authority.cert),
            "tls_cert_file": str(self.client.cert),
            "tls_key_file": str(self.client.key),
        }


@contextmanager
def secure_kafka(folder: Path) -> Iterator[SecureKafka]:
    """Run one while the context lasts."""
    ports = {name: free_port() for name in ("PLAINTEXT", "SASL_SSL", "MUTUAL", "EXPIRED")}
    plain_port = ports.pop("PLAINTEXT")
    password, trusted = secrets.token_urlsafe(16), authority(folder, "authority")
    extra = apache_kafka.Extra(
        listeners=ports,
        properties=_properties(folder, trusted, password),
        format_arguments=("--add-scram", f"SCRAM-SHA-512=[name={USER},password={password}]"),
    )
    try:
        node = apache_kafka.start(plain_port, extra)
        at = {name: f"127.0.0.1:{port}" for name, port in ports.items()}
        client = signed(trusted, folder, "client")
        yield SecureKafka(
            node.bootstrap, at["SASL_SSL"], at["MUTUAL"], at["EXPIRED"], password, trusted, client
        )
    finally:
        apache_kafka.stop(plain_port)


def _properties(folder: Path, trusted: Certificate, password: str) -> dict[str, str]:
    broker = signed(trusted, folder, "broker").keystore()
    expired = signed(trusted, folder, "expired", until=timedelta(days=-1)).keystore()
    return {
        "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_SSL:SASL_SSL,"
        "MUTUAL:SSL,EXPIRED:SSL",
        "sasl.enabled.mechanisms": "SCRAM-SHA-512,PLAIN",
        "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config": f"{LOGIN}.scram.ScramLoginModule required;",
        "listener.name.sasl_ssl.plain.sasl.jaas.config": f"{LOGIN}.plain.PlainLoginModule required "
        f'user_{USER}="{password}";',
        "ssl.keystore.type": "PEM",
        "ssl.keystore.location": str(broker),
        "ssl.truststore.type": "PEM",
        "ssl.truststore.location": str(trusted.cert),
        "listener.name.mutual.ssl.client.auth": "required",
        "listener.name.expired.ssl.keystore.type": "PEM",
        "listener.name.expired.ssl.keystore.location": str(expired),
    }
