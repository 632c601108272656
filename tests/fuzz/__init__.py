"""Fuzzing: bytes in, a record or a named refusal out. `make fuzz` runs it; the tests run its seeds."""
