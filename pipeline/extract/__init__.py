"""Extraction: who said what in an article, by one small model and plain rules over it."""

from pipeline.extract.extractor import Extractor, extract

__all__ = ["Extractor", "extract"]
