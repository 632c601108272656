"""Extraction: who said what in an article, by one small model and plain rules over it."""

from claimwire.extract.extractor import Extractor, Reading, default_extractor, extract

__all__ = ["Extractor", "Reading", "default_extractor", "extract"]
