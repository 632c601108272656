"""Runs a command in a network of its own, with a name server that writes down every name it is asked for.

    unshare --user --map-root-user --net --mount python -m tests.cli.secluded NAMES COMMAND [ARGUMENT ...]

Every answer is that there is no such name. The names go to the file NAMES, one a line.
"""

from __future__ import annotations

import fcntl
import socket
import struct
import subprocess
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Thread

LOOPBACK = "127.0.0.1"
SIOCSIFFLAGS, IFF_UP = 0x8914, 1
NO_SUCH_NAME = b"\x81\x83"
HEADER = 12


def main() -> int:
    """Run the command and return its exit status."""
    names, command = Path(sys.argv[1]), sys.argv[2:]
    _raise_loopback()
    with socket.socket(type=socket.SOCK_DGRAM) as server, NamedTemporaryFile("w") as resolver:
        resolver.write(f"nameserver {LOOPBACK}\noptions timeout:1 attempts:1\n")
        resolver.flush()
        subprocess.run(["mount", "--bind", resolver.name, "/etc/resolv.conf"], check=True)
        server.bind((LOOPBACK, 53))
        Thread(target=_answer, args=(server, names), daemon=True).start()
        return subprocess.run(command, check=False).returncode


def _raise_loopback() -> None:
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", IFF_UP))


def _answer(server: socket.socket, names: Path) -> None:
    while True:
        question, asker = server.recvfrom(4096)
        with names.open("a", encoding="ascii") as file:
            file.write(f"{_name_in(question)}\n")
        server.sendto(question[:2] + NO_SUCH_NAME + question[4:], asker)


def _name_in(question: bytes) -> str:
    """Return the name that a DNS question asks for (RFC 1035, section 4.1.2)."""
    labels, at = [], HEADER
    while size := question[at]:
        labels.append(question[at + 1 : at + 1 + size].decode("ascii", "backslashreplace"))
        at += 1 + size
    return ".".join(labels)


if __name__ == "__main__":
    sys.exit(main())
