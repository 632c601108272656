"""Polling: feeds are read when they are due, politely, and each of their items is published once."""
