"""The command `claimwire`, also as `python -m claimwire`."""

import os
import signal

_INTERRUPTED = 130


def run() -> None:
    """Run the command; Ctrl-C while it is still being imported ends it without a traceback."""
    signal.signal(signal.SIGINT, lambda *_: os._exit(_INTERRUPTED))
    from claimwire.cli import main  # noqa: PLC0415 - as above

    main(prog_name="claimwire")


if __name__ == "__main__":
    run()
