"""The doctor: whether all that a wire needs is there, and what to do where it is not. It writes nothing."""

from __future__ import annotations

from pipeline.doctor.examination import examine
from pipeline.doctor.findings import Finding, Verdict

__all__ = ["Finding", "Verdict", "examine"]
