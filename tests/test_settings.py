"""Settings: what wins over what, what is refused and how, and that no secret is shown."""

from __future__ import annotations

import os
from pathlib import Path

import orjson
import pytest

from claimwire.errors import SettingsError
from claimwire.settings import Settings, load_settings, secret_names
from tests.cli.wired import claimwire, process

SECRET = "hunter-of-larks"


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An environment without settings, in a folder without a file of them."""
    for name in [name for name in os.environ if name.startswith("CLAIMWIRE_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def write(text: str | bytes, name: str = "claimwire.toml") -> Path:
    file = Path(name)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def test_the_environment_wins_over_the_file_and_the_file_over_the_default(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    default = Settings()
    write('group = "filed"\npartitions = 3\n')
    monkeypatch.setenv("CLAIMWIRE_PARTITIONS", "12")
    settings = load_settings()
    assert (settings.group, settings.partitions) == ("filed", 12)
    assert settings.model_copy(update={"group": "claimwire", "partitions": 6}) == default
    assert load_settings(partitions=2).partitions == 2, "what a caller says wins over all"


def test_a_wrong_value_is_said_to_come_from_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    write('partitions = "many"\n')
    with pytest.raises(SettingsError, match=r"^partitions: .* \(from claimwire\.toml\)$"):
        load_settings()
    monkeypatch.setenv("CLAIMWIRE_PARTITIONS", "few")
    with pytest.raises(SettingsError, match=r"^partitions: .* \(from CLAIMWIRE_PARTITIONS\)$"):
        load_settings()


def test_a_file_elsewhere_is_named_by_a_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    write('group = "here"')
    monkeypatch.setenv("CLAIMWIRE_CONFIG", str(write('group = "elsewhere"', "other.toml").absolute()))
    assert load_settings().group == "elsewhere"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("CLAIMWIRE_BOOTSTRAP_SERVER", "kafka1:9092", "CLAIMWIRE_BOOTSTRAP_SERVER is not a setting"),
        ("CLAIMWIRE_HTTP_PORT", "eighty", "http_port: .*integer"),
        ("CLAIMWIRE_HTTP_PORT", "65536", "http_port: .*65535"),
        ("CLAIMWIRE_LOG_LEVEL", "loud", "log_level: .*'debug'"),
        ("CLAIMWIRE_GROUP", "", "group: "),
        ("CLAIMWIRE_BOOTSTRAP_SERVERS", "kafka1", "bootstrap_servers: .*'kafka1' is not host:port"),
        ("CLAIMWIRE_BOOTSTRAP_SERVERS", "kafka1:9092,", "bootstrap_servers: .*'' is not host:port"),
        ("CLAIMWIRE_CONFIG", "nowhere.toml", "CLAIMWIRE_CONFIG names nowhere.toml, which is not a file"),
        ("CLAIMWIRE_CONFIG", ".", "CLAIMWIRE_CONFIG names .*, which is not a file"),
        ("CLAIMWIRE_SECURITY_PROTOCOL", "SASL_SSL", "SASL_SSL needs sasl_username and sasl_password"),
        ("CLAIMWIRE_TLS_CERT_FILE", "cert.pem", "tls_cert_file and tls_key_file go together"),
    ],
)
def test_a_wrong_variable_is_one_line_that_names_it(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=said) as caught:
        load_settings()
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("group = [", "claimwire.toml: "),
        (b'group = "\xff\xfe"', "claimwire.toml: "),
        ("grupo = 1", "grupo: .*claimwire.toml"),
        ("partitions = 0", "partitions: .*claimwire.toml"),
        (f'sasl_password = "{SECRET}"\nsecurity_protocol = "SASL_SSL"', "sasl_username"),
        (f'sasl_password = ["{SECRET}"]', "sasl_password: "),
        (f'sasl_password = "{SECRET}\n', "claimwire.toml: "),
    ],
)
def test_a_wrong_file_is_one_line_that_names_it_and_no_secret(text: str | bytes, said: str) -> None:
    write(text)
    with pytest.raises(SettingsError, match=said) as caught:
        load_settings()
    assert "\n" not in str(caught.value)
    assert SECRET not in str(caught.value)


def test_sasl_needs_a_name_and_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMWIRE_SECURITY_PROTOCOL", "SASL_PLAINTEXT")
    monkeypatch.setenv("CLAIMWIRE_SASL_USERNAME", "desk")
    with pytest.raises(SettingsError, match="sasl_password"):
        load_settings()
    monkeypatch.setenv("CLAIMWIRE_SASL_PASSWORD", SECRET)
    settings = load_settings()
    assert settings.sasl_password
    assert settings.sasl_password.get_secret_value() == SECRET
    assert SECRET not in f"{settings!r} {settings} {settings.model_dump_json()}"


@pytest.mark.parametrize("name", secret_names())
@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_secret_may_be_in_a_file(monkeypatch: pytest.MonkeyPatch, name: str, end: str) -> None:
    """It wins over the file of settings and over an empty variable; only its last line break is cut."""
    write(f'{name} = "another-one-of-larks"')
    monkeypatch.setenv(f"CLAIMWIRE_{name.upper()}", "")
    monkeypatch.setenv(f"CLAIMWIRE_{name.upper()}_FILE", str(write(f"{SECRET}-and-owls{end}", "secret")))
    settings = load_settings()
    assert getattr(settings, name).get_secret_value() == f"{SECRET}-and-owls"
    assert SECRET not in f"{settings!r} {settings.model_dump_json()}"


def test_an_empty_store_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compose sets an empty value for none; `claimwire up` then has a store of its own."""
    monkeypatch.setenv("CLAIMWIRE_STORE", "")
    assert load_settings().store is None


def test_the_secrets_are_those_that_config_hides() -> None:
    """A setting that holds a secret is a `SecretStr`."""
    named = {name for name in Settings.model_fields if name.endswith(("_password", "_token", "store"))}
    assert set(secret_names()) == named


@pytest.mark.parametrize(
    ("content", "plain", "said"),
    [
        (SECRET, SECRET, "CLAIMWIRE_SMTP_PASSWORD and CLAIMWIRE_SMTP_PASSWORD_FILE are both set"),
        (None, None, "CLAIMWIRE_SMTP_PASSWORD_FILE: cannot read secret: No such file"),
        ("\n", None, "CLAIMWIRE_SMTP_PASSWORD_FILE: secret is empty"),
        (b"\xff\xfe", None, "CLAIMWIRE_SMTP_PASSWORD_FILE: secret is not UTF-8"),
        ("x" * 64_001, None, "CLAIMWIRE_SMTP_PASSWORD_FILE: secret is larger than"),
    ],
)
def test_a_wrong_file_of_a_secret_is_one_line_that_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, content: str | bytes | None, plain: str | None, said: str
) -> None:
    monkeypatch.setenv("CLAIMWIRE_SMTP_PASSWORD_FILE", "secret")
    if content is not None:
        write(content, "secret")
    if plain is not None:
        monkeypatch.setenv("CLAIMWIRE_SMTP_PASSWORD", plain)
    with pytest.raises(SettingsError, match=said) as caught:
        load_settings()
    assert "\n" not in str(caught.value)
    assert SECRET not in str(caught.value)


def test_only_secrets_have_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMWIRE_GROUP_FILE", str(write("desk", "group")))
    with pytest.raises(SettingsError, match="CLAIMWIRE_GROUP_FILE is not a setting"):
        load_settings()


@pytest.mark.parametrize(("options", "where"), [((), "environment"), (("--json",), "file")])
def test_config_shows_every_setting_and_no_secret(options: tuple[str, ...], where: str) -> None:
    settings = {"sasl_username": "desk"}
    if where == "file":
        write(f'sasl_password = "{SECRET}"')
    else:
        settings["sasl_password"] = SECRET
    done = (process if where == "file" else claimwire)("config", *options, settings=settings)
    assert (done.returncode, SECRET in done.stdout + done.stderr) == (0, False)
    shown = orjson.loads(done.stdout) if options else dict.fromkeys(done.stdout.split())
    assert set(Settings.model_fields) <= shown.keys()
    assert "desk" in done.stdout
