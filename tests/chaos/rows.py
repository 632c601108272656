"""Every row, in the order of the table."""

from __future__ import annotations

from tests.chaos import broker_faults, long, message_faults, part_faults, state_faults, worker_faults

ROWS = (
    *worker_faults.ROWS,
    *broker_faults.ROWS,
    *message_faults.ROWS,
    *state_faults.ROWS,
    *part_faults.ROWS,
    *long.ROWS,
)
