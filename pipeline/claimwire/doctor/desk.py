"""What can be told of the desk: its store, the room that it has, and who can reach its address."""

from __future__ import annotations

import shutil
import socket

from claimwire.desk.guard import access_of, is_loopback
from claimwire.doctor.findings import Finding, Objection, judged
from claimwire.doctor.machine import MB
from claimwire.errors import SettingsError, StoreError
from claimwire.settings import Settings
from claimwire.store.facts import Facts, newest_version, store_facts

_WANTED = 1_000 * MB
_WITHIN_S = 1.0


def examine_desk(settings: Settings, store: str) -> list[Finding]:
    """Return what is found of the desk and its store."""
    return [store_finding(store), address_finding(settings)]


def store_finding(url: str) -> Finding:
    """Tell whether the store answers, whether its tables are of this version, and its room."""
    try:
        facts = store_facts(url)
    except StoreError as error:
        return Finding("store", "fail", str(error), "start the database, or correct CLAIMWIRE_STORE")
    if facts.version is None:
        return Finding("store", "ok", f"{facts.where}: nothing yet; `claimwire desk` makes it")
    return judged("store", f"{facts.where}: {facts.size // MB:,} MB", list(_objections(facts)))


def _objections(facts: Facts) -> list[Objection]:
    objections = []
    if facts.version != (newest := newest_version()):
        advice = f"its tables are of {facts.version}, not {newest}: restart the desk, or upgrade Claimwire"
        objections.append(Objection("warn", advice))
    if facts.folder and (free := shutil.disk_usage(facts.folder).free) < _WANTED:
        advice = f"{free // MB:,} MB are free in {facts.folder}: free some, or lower CLAIMWIRE_DESK_DAYS"
        objections.append(Objection("warn", advice))
    return objections


def address_finding(settings: Settings) -> Finding:
    """Tell whether a desk answers at its address, and whether others may ask it."""
    where = f"{settings.desk_host}:{settings.desk_port}"
    try:
        access_of(settings)
    except SettingsError as error:
        return Finding("desk", "fail", f"{where}: no token", str(error))
    reached = "by this machine alone" if is_loopback(settings.desk_host) else "by others, with a token"
    answers = "answers" if _answers(settings) else "does not run"
    return Finding("desk", "ok", f"{where} {answers}; reached {reached}")


def _answers(settings: Settings) -> bool:
    try:
        with socket.create_connection((settings.desk_host, settings.desk_port), _WITHIN_S):
            return True
    except OSError:
        return False
