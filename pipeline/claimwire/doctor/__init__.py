"""The doctor: whether all that a wire needs is there, and what to do where it is not. It writes nothing."""

from __future__ import annotations

from claimwire.doctor.examination import examine
from claimwire.doctor.findings import Finding, Verdict

__all__ = ["Finding", "Verdict", "examine"]
