"""Extraction: who said what in an article, by one small model and plain rules over it."""

from claimwire.extract.extractor import Extractor, Reading, extract

__all__ = ["Extractor", "Reading", "extract"]
