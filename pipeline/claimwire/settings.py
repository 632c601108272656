"""Settings: one object, from the environment (`CLAIMWIRE_…`) and a TOML file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal, get_args

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from claimwire.errors import SettingsError

_DEFAULT_FILE = Path("claimwire.toml")
_MAX_SECRET_BYTES = 64_000
SaslMechanism = Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"]
SUFFIX = r"^(\.[a-z0-9][a-z0-9-]{0,30})?$"
"""Of the topics' names: empty, or as `.next`."""


class Settings(BaseSettings):
    """All settings. The environment wins over the file, and the file over the defaults."""

    model_config = SettingsConfigDict(env_prefix="CLAIMWIRE_", extra="forbid", frozen=True)

    bootstrap_servers: str = Field(
        default="127.0.0.1:9092", description="Kafka brokers: host:port, separated by commas."
    )
    client_id: str = Field(default="claimwire", description="Client name that brokers see.")
    group: str = Field(
        default="claimwire", min_length=1, description="Consumer group (Faust app id) of the workers."
    )
    records_suffix: str = Field(
        default="",
        pattern=SUFFIX,
        description="Suffix of the topics of attributions, claims and enriched articles, such as .next.",
    )
    security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = Field(
        default="PLAINTEXT", description="How to connect to Kafka."
    )
    sasl_mechanism: SaslMechanism = Field(default="SCRAM-SHA-512", description="How to log in to Kafka.")
    sasl_username: str | None = Field(default=None, description="Kafka user.")
    sasl_password: SecretStr | None = Field(default=None, description="Kafka password.")
    tls_ca_file: Path | None = Field(
        default=None, description="CA certificates (PEM). Default: the system's."
    )
    tls_cert_file: Path | None = Field(default=None, description="Client certificate (PEM).")
    tls_key_file: Path | None = Field(default=None, description="Client key (PEM).")

    fetch_wait_ms: int = Field(
        default=200,
        ge=20,
        le=10_000,
        description="Milliseconds that a broker may wait for new messages.",
    )

    partitions: int = Field(default=6, ge=1, le=1000, description="Partitions of each new topic.")
    replication_factor: int = Field(default=1, ge=1, le=15, description="Copies of each new topic.")
    session_timeout_s: float = Field(
        default=10, ge=2, le=300, description="Session timeout in seconds; Kafka's minimum is 6."
    )

    max_article_bytes: int = Field(
        default=5_000_000, ge=1_000, le=10_000_000, description="Maximum size of an article in bytes."
    )
    max_extract_characters: int = Field(
        default=100_000,
        ge=1_000,
        description="Maximum length of a text to extract, in characters.",
    )
    page_timeout_s: float = Field(
        default=10, gt=0, le=300, description="Seconds to find the main text of a page."
    )
    in_flight: int = Field(
        default=64, ge=1, le=4096, description="Maximum number of articles in work per stage."
    )
    batch_articles: int = Field(
        default=8, ge=1, le=256, description="Maximum number of articles per extraction batch."
    )
    extract_threads: int = Field(default=1, ge=1, le=64, description="Number of extraction threads.")
    remember_days: int = Field(
        default=30, ge=1, le=3650, description="Days that a processed article is remembered."
    )

    contact: str | None = Field(
        default=None,
        pattern=r"^[!-~]+$",
        description="Your URL or e-mail address, sent to sites in the User-Agent.",
    )
    feed_min_interval_s: int = Field(
        default=600, ge=1, description="Shortest time between polls of a feed, in seconds."
    )
    feed_max_interval_s: int = Field(
        default=86_400, ge=1, description="Longest time between polls of a feed, in seconds."
    )
    feed_polls: int = Field(default=64, ge=1, le=1024, description="Number of feeds polled at the same time.")
    feed_pages: int = Field(
        default=50, ge=1, le=10_000, description="Maximum number of pages fetched per poll of a feed."
    )
    host_spacing_s: float = Field(
        default=1.0, ge=0, le=3600, description="Seconds between two requests to a host."
    )
    allow_private: bool = Field(
        default=False, description="Allow feeds and pages at private addresses, such as your own network's."
    )

    http_host: str = Field(default="127.0.0.1", description="Address of /healthz, /readyz and /metrics.")
    http_port: int = Field(default=8080, ge=0, le=65535, description="Port of the health pages; 0 for any.")
    push_token: SecretStr | None = Field(
        default=None, description="Token for `claimwire push`; required there."
    )
    push_host: str = Field(default="127.0.0.1", description="Address of `claimwire push`.")
    push_port: int = Field(default=8081, ge=0, le=65535, description="Port of `claimwire push`; 0 for any.")
    store: SecretStr | None = Field(
        default=None,
        description="Database: sqlite:///PATH or postgresql://…. Default: a file in the state folder.",
    )
    desk_host: str = Field(default="127.0.0.1", description="Address of the desk.")
    desk_port: int = Field(default=8082, ge=0, le=65535, description="Port of the desk; 0 for any.")
    desk_read_token: SecretStr | None = Field(
        default=None, description="Token to read the desk; required if others can reach it."
    )
    desk_write_token: SecretStr | None = Field(
        default=None, description="Token to change saved searches and give feedback."
    )
    desk_days: int = Field(default=90, ge=1, le=3650, description="Days of claims that the desk keeps.")
    desk_requests_per_s: float = Field(
        default=20,
        gt=0,
        le=100_000,
        description="Requests per second from one address to the desk; bursts may be five times that.",
    )
    desk_url: str | None = Field(
        default=None,
        pattern=r"^https?://[!-~]+$",
        description="Public address of the desk, for links in alerts.",
    )
    alert_allow_private: bool = Field(
        default=False,
        description="Allow webhooks at private addresses, such as your own network's.",
    )
    alert_digest_hour: int = Field(
        default=6, ge=0, le=23, description="Hour in UTC at which daily alerts are sent."
    )
    smtp_host: str | None = Field(default=None, description="Mail server; required for e-mail alerts.")
    smtp_port: int = Field(default=587, ge=1, le=65535, description="Port of the mail server.")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="Encryption to the mail server."
    )
    smtp_username: str | None = Field(default=None, description="User at the mail server.")
    smtp_password: SecretStr | None = Field(default=None, description="Password at the mail server.")
    smtp_from: str = Field(
        default="claimwire@localhost",
        pattern=r"^[!-~]+@[!-~]+$",
        description="Sender of e-mails.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Least severe level to log."
    )
    log_format: Literal["auto", "json", "text"] = Field(
        default="auto", description="Format of logs. auto: text on a terminal, else JSON."
    )

    @field_validator("bootstrap_servers")
    @classmethod
    def _addresses(cls, servers: str) -> str:
        for server in servers.split(","):
            host, _, port = server.strip().rpartition(":")
            if not host or not port.isdigit() or not 0 < int(port) < 65536:
                raise ValueError(f"{server.strip()!r} is not host:port")
        return servers

    @field_validator("contact", "desk_url", "smtp_host", "smtp_username", "store", mode="before")
    @classmethod
    def _unset(cls, value: object) -> object:
        return value or None  # Compose sets an empty value for none

    @field_validator("push_token", "desk_read_token", "desk_write_token")
    @classmethod
    def _token(cls, token: SecretStr | None) -> SecretStr | None:
        secret = token.get_secret_value() if token else ""
        if 0 < len(secret) < 16 or not secret.isascii() or any(map(str.isspace, secret)):
            raise ValueError("needs at least 16 ASCII characters and no spaces")
        return token if secret else None  # Compose sets an empty value for none

    @model_validator(mode="after")
    def _complete(self) -> Settings:
        if self.security_protocol.startswith("SASL") and not (self.sasl_username and self.sasl_password):
            raise ValueError(
                f"security_protocol {self.security_protocol} needs sasl_username and sasl_password"
            )
        if self.feed_min_interval_s > self.feed_max_interval_s:
            raise ValueError("feed_min_interval_s is more than feed_max_interval_s")
        if bool(self.tls_cert_file) != bool(self.tls_key_file):
            raise ValueError("tls_cert_file and tls_key_file go together")
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return the sources of settings, strongest first."""
        del dotenv_settings, file_secret_settings
        secrets = InitSettingsSource(settings_cls, _secrets_in_files())
        file = TomlConfigSettingsSource(settings_cls, settings_file())
        return init_settings, secrets, env_settings, file


def secret_names() -> tuple[str, ...]:
    """Return the settings that are secrets: `CLAIMWIRE_NAME_FILE` may name a file that holds one."""
    fields = Settings.model_fields.items()
    return tuple(name for name, field in fields if SecretStr in get_args(field.annotation))


def settings_file() -> Path:
    """Return the file that settings are read from: `CLAIMWIRE_CONFIG`, or `claimwire.toml` here."""
    return Path(os.environ.get("CLAIMWIRE_CONFIG", _DEFAULT_FILE))


def load_settings(**overrides: object) -> Settings:
    """Return the settings in force.

    Raises `SettingsError` naming the setting, what is wrong with it and where it was read.
    """
    file = settings_file()
    _refuse_unknown_variables()
    if "CLAIMWIRE_CONFIG" in os.environ and not file.is_file():
        raise SettingsError(f"CLAIMWIRE_CONFIG names {file}, which is not a file")
    try:
        return Settings(**overrides)  # type: ignore[arg-type] # pydantic checks them
    except ValidationError as error:
        item = error.errors(include_url=False, include_input=False)[0]
        name = ".".join(map(str, item["loc"])) or "settings"
        unknown = item["type"] == "extra_forbidden"
        wrong = "is not a setting" if unknown else item["msg"].removeprefix("Value error, ")
        variable = f"CLAIMWIRE_{name.upper()}"
        either = file if item["loc"] else f"CLAIMWIRE_* or {file}"
        source = variable if variable in os.environ else either
        raise SettingsError(f"{name}: {wrong} (from {source})") from None
    except ValueError as error:
        raise SettingsError(f"{file}: {error}") from None


def _refuse_unknown_variables() -> None:
    names = [*Settings.model_fields, "config", *(f"{name}_file" for name in secret_names())]
    known = {f"CLAIMWIRE_{name.upper()}" for name in names}
    unknown = sorted(name for name in os.environ if name.startswith("CLAIMWIRE_") and name not in known)
    if unknown:
        raise SettingsError(f"{unknown[0]} is not a setting: unset it, then `claimwire config` lists all")


def _secrets_in_files() -> dict[str, str]:
    variables = {name: f"CLAIMWIRE_{name.upper()}_FILE" for name in secret_names()}
    return {name: _secret_in(variable) for name, variable in variables.items() if os.environ.get(variable)}


def _secret_in(variable: str) -> str:
    """Return the text of the file that a variable names, without its last line break."""
    if os.environ.get(plain := variable.removesuffix("_FILE")):
        raise SettingsError(f"{plain} and {variable} are both set: unset one")
    path = Path(os.environ[variable])
    try:
        with path.open("rb") as file:
            secret = file.read(_MAX_SECRET_BYTES + 1)
    except OSError as error:
        raise SettingsError(f"{variable}: cannot read {path}: {error.strerror}") from None
    if len(secret) > _MAX_SECRET_BYTES:
        raise SettingsError(f"{variable}: {path} is larger than {_MAX_SECRET_BYTES} bytes")
    try:
        text = secret.decode().removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError:
        raise SettingsError(f"{variable}: {path} is not UTF-8 text") from None
    if not text:
        raise SettingsError(f"{variable}: {path} is empty")
    return text
