"""Chaos: the wire is broken in every way that we know of, and what comes out is counted."""
