"""What can be told of this machine: settings, protection on the way, the model, memory and disk."""

from __future__ import annotations

import shutil
import tempfile
from ipaddress import ip_address
from pathlib import Path

from claimwire.doctor.findings import Finding, Objection, judged
from claimwire.errors import ClaimwireError
from claimwire.extract import Extractor
from claimwire.settings import Settings, settings_file

MB = 1_000_000
_WANTED_MEMORY = 600 * MB
_WANTED_DISK = 200 * MB
_SENTENCE = "“The bridge is safe,” Ida Holm told reporters on Monday."
_MEMORY_INFO = Path("/proc/meminfo")
_MEMORY_LIMITS = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))
"""Of cgroup v2 and v1; where v1 has no limit, it tells a number far above any memory."""


def examine_machine(settings: Settings) -> list[Finding]:
    """Return what is found without a broker."""
    return [
        settings_finding(settings, settings_file()),
        security_finding(settings),
        model_finding(),
        memory_finding(available_memory()),
        disk_finding(shutil.disk_usage(tempfile.gettempdir()).free),
    ]


def settings_finding(settings: Settings, file: Path) -> Finding:
    """Tell where settings come from, and whether others can read a password there."""
    if not file.is_file():
        return Finding("settings", "ok", f"from the environment; no {file}")
    open_to_others = settings.sasl_password is not None and file.stat().st_mode & 0o044
    objections = [Objection("warn", f"others can read {file}: chmod 600 {file}")] if open_to_others else []
    return judged("settings", f"{file} and the environment", objections)


def security_finding(settings: Settings) -> Finding:
    """Tell how the way to the broker is protected."""
    protocol = settings.security_protocol
    here = all(_is_here(server) for server in settings.bootstrap_servers.split(","))
    objections = []
    if "SSL" not in protocol and not here:
        advice = "articles and passwords go in the clear: set CLAIMWIRE_SECURITY_PROTOCOL to SASL_SSL or SSL"
        objections.append(Objection("warn", advice))
    mechanism = f", {settings.sasl_mechanism}" if protocol.startswith("SASL") else ""
    certificate = ", with a certificate of its own" if settings.tls_cert_file else ""
    return judged("security", f"{protocol}{mechanism}{certificate}", objections)


def _is_here(server: str) -> bool:
    host = server.strip().rpartition(":")[0].strip("[]")
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def model_finding() -> Finding:
    """Tell whether the model is the one expected, loads, and finds who said a sentence."""
    try:
        extractor = Extractor.load()
    except ClaimwireError as error:
        return Finding("model", "fail", str(error), "reinstall Claimwire")
    if not extractor.links(_SENTENCE):
        return Finding("model", "fail", f"{extractor.name} finds nobody in: {_SENTENCE}", "install it again")
    return Finding("model", "ok", f"{extractor.name}; finds who said a sentence")


def available_memory() -> int | None:
    """Return the bytes that a worker may still take, by the system and its container; None if not told."""
    told = [_meminfo(), *map(_limit, _MEMORY_LIMITS)]
    return min((size for size in told if size is not None), default=None)


def _meminfo() -> int | None:
    try:
        lines = dict(line.split(":", 1) for line in _MEMORY_INFO.read_text().splitlines() if ":" in line)
        return int(lines["MemAvailable"].split()[0]) * 1024
    except (OSError, KeyError, ValueError):
        return None


def _limit(file: Path) -> int | None:
    try:
        return int(file.read_text())
    except (OSError, ValueError):  # no container, or `max`
        return None


def memory_finding(available: int | None) -> Finding:
    """Tell whether a worker has the memory that it wants."""
    if available is None:
        return Finding("memory", "ok", "unknown on this system")
    objections = []
    if available < _WANTED_MEMORY:
        objections.append(Objection("warn", f"a worker needs {_WANTED_MEMORY // MB} MB: free or add memory"))
    return judged("memory", f"{available // MB:,} MB available", objections)


def disk_finding(free: int) -> Finding:
    """Tell whether there is room for temporary files."""
    objections = []
    if free < _WANTED_DISK:
        objections.append(Objection("warn", f"a worker wants {_WANTED_DISK // MB} MB: free some"))
    return judged("disk", f"{free // MB:,} MB free for temporary files", objections)
