"""Faust as we use it: raw bytes, no automatic acknowledgement, no automatic topics."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import faust
from faust import App  # imported now: Faust imports what is in it on use, half a second of CPU
from yarl import URL

from claimwire.kafka import tls_context
from claimwire.settings import Settings
from claimwire.stream.agent import Agent
from claimwire.stream.commits import Fetched
from claimwire.stream.faust_internals import guard_commits, set_up_fetches
from claimwire.stream.metrics import Metrics


def attach(app: App, topic: str, agent: Agent[Any]) -> None:
    """Attach an agent to a topic: raw bytes, one stream, acknowledged only by the agent."""
    channel = app.topic(topic, key_type=bytes, value_type=bytes)

    @app.agent(channel, name=agent.stage.name, concurrency=1)
    async def run(stream: Any) -> None:
        await agent.run(stream, crash=app.crash)


_BUFFERED = 16
"""Events that wait in a stream's queue."""


def new_app(settings: Settings, fetched: Fetched, metrics: Metrics, *, datadir: str) -> App:
    """Return a Faust app that loses nothing, with its books; `datadir` is a folder that it may write to."""
    app = App(**faust_options(settings, datadir=datadir))
    guard_commits(app, fetched, metrics)
    set_up_fetches(app, settings)
    return app


def faust_options(settings: Settings, *, datadir: str) -> dict[str, Any]:
    """Return Faust's settings, with a reason next to each that is not the default."""
    return {
        "id": settings.group,
        "broker": [URL(f"kafka://{server.strip()}") for server in settings.bootstrap_servers.split(",")],
        "broker_client_id": settings.client_id,
        "broker_credentials": credentials(settings),
        "broker_session_timeout": settings.session_timeout_s,
        "broker_heartbeat_interval": settings.session_timeout_s / 4,
        "broker_request_timeout": max(60.0, settings.session_timeout_s * 2),
        "broker_commit_interval": 1.0,  # what a killed worker had done since is done again
        "broker_max_poll_records": settings.in_flight,
        "consumer_auto_offset_reset": "earliest",
        "key_serializer": "raw",
        "value_serializer": "raw",
        "store": "memory://",
        "datadir": datadir,
        "web_enabled": False,  # it would show the tables to anyone; health.py has what is needed
        "topic_allow_declare": False,  # topics are created beforehand, with their retention and sizes
        "topic_disable_leader": True,
        "table_standby_replicas": 0,
        "stream_buffer_maxsize": _BUFFERED,  # by the thousand it would be, and articles are large
        "stream_ack_exceptions": False,
        "stream_ack_cancelled_tasks": False,
        "producer_acks": -1,
        # One record a batch: the embedded broker tells a wrong end of a log whose last batch has more, and
        # Faust would then restore a table without its tail. Only the table's changelog goes through here.
        "producer_max_batch_size": 1,
        # A table that is behind is harmless (see revisions.py), stopping over it is not.
        "recovery_consistency_check": False,
        # It counts from the process' start and so cries wolf after a rebalance; the alerts watch the lag.
        "stream_processing_timeout": timedelta(days=3650).total_seconds(),
    }


def credentials(settings: Settings) -> faust.SASLCredentials | faust.SSLCredentials | None:
    """Return the credentials of Faust's clients."""
    context = tls_context(settings)
    if settings.security_protocol.startswith("SASL") and settings.sasl_password:
        return faust.SASLCredentials(
            username=settings.sasl_username,
            password=settings.sasl_password.get_secret_value(),
            mechanism=settings.sasl_mechanism,
            ssl_context=context,
        )
    return faust.SSLCredentials(context) if context else None
