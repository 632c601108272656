"""Tests of normalizing."""
