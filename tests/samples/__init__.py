"""Tests of the sample articles."""
