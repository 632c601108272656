"""The command `claimwire`, also as `python -m claimwire`."""

import atexit
import os
import signal

_INTERRUPTED = 130


def run() -> None:
    """Run the command; Ctrl-C during its import ends it without a traceback.

    After its work, Ctrl-C changes nothing: while Python itself ends, it would give the signal to the system.
    """
    atexit.register(signal.signal, signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGINT, lambda *_: os._exit(_INTERRUPTED))
    from claimwire.cli import main  # noqa: PLC0415 - as above

    main(prog_name="claimwire")


if __name__ == "__main__":
    run()
