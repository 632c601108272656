"""Runs a command that ends when its standard input does: `leash.py GRACE_S COMMAND [ARGUMENT ...]`.

Whoever starts it holds the other end of the pipe, so the command ends with its starter however that ends,
SIGKILL included, on Linux and on macOS alike. Linux's PR_SET_PDEATHSIG would do with one process less, but it
follows the thread that forked, and setting it takes Python code between fork and exec, unsafe beside threads.

Run as a file, with the standard library only. It exits with the command's status (128 + n after signal n).
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading


def main() -> None:
    """Run the command until it ends by itself or standard input does."""
    grace_s, command = float(sys.argv[1]), sys.argv[2:]
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _carry_on)
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603 # the embedded broker's command
    threading.Thread(target=_stop_at_end_of_input, args=(child, grace_s), daemon=True).start()
    status = child.wait()
    os._exit(status if status >= 0 else 128 - status)


def _carry_on(number: int, frame: object) -> None:
    """Outlive signals meant for the whole group, or the child would be left alone."""
    del number, frame


def _stop_at_end_of_input(child: subprocess.Popen[bytes], grace_s: float) -> None:
    while os.read(0, 4096):
        pass
    child.terminate()
    try:
        child.wait(grace_s)
    except subprocess.TimeoutExpired:
        child.kill()


if __name__ == "__main__":
    main()
