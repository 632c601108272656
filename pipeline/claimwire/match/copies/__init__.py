"""Copies: articles that share their text."""
