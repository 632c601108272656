"""Brokers for the tests, and tests of the brokers."""
