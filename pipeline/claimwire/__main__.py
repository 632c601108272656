"""The command `claimwire`, also as `python -m claimwire`."""

import atexit
import os
import signal

_INTERRUPTED = 130


def run() -> None:
    """Run the command; Ctrl-C before it can catch it, and after it is done, ends nothing badly.

    While the command is still being imported it ends without a traceback. While Python itself ends,
    after what was registered later, it changes nothing: Python would give the signal back to the system.
    """
    atexit.register(signal.signal, signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGINT, lambda *_: os._exit(_INTERRUPTED))
    from claimwire.cli import main  # noqa: PLC0415 - as above

    main(prog_name="claimwire")


if __name__ == "__main__":
    run()
