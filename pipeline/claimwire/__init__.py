"""Claimwire: news articles in on a Kafka topic, who said what out on others."""

from importlib.metadata import version

__version__ = version("claimwire")
