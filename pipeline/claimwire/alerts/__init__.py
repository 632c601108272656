"""Alerts: saved searches matched as claims arrive, and the messages that tell of what they found."""
