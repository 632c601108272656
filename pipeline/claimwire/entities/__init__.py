"""Entities: the names of a document, put together where they mean the same."""
