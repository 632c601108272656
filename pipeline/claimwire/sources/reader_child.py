"""The process that reads documents for a `DocumentReader`.

A frame in is a line of JSON that says how to read, and the document; a frame out is JSON.
"""

from __future__ import annotations

from typing import Any

import orjson

from claimwire.child import serve
from claimwire.sources.documents import read_document
from claimwire.sources.files.read import read_file
from claimwire.sources.items import DocumentError


def main() -> None:
    """Answer each document that comes in with what was read from it."""
    serve(lambda frame: orjson.dumps(_answer(frame)))


def _answer(frame: bytes) -> dict[str, Any]:
    about, _, data = frame.partition(b"\n")
    options = orjson.loads(about)
    try:
        read = read_file if "kind" in options else read_document
        return {"document": read(data, **options)}
    except DocumentError as error:
        return {"error": [error.reason, str(error)]}
    except MemoryError:
        raise  # what is left of the process is not to be trusted
    except Exception as error:  # noqa: BLE001 - whatever trips the libraries is this document's fault, and only its
        reason = (
            f"{options.get('base') or options['name']}: reading it failed: {type(error).__name__}: {error}"
        )
        return {"error": ["crashed", reason.encode("utf-8", "replace").decode()[:1000]]}


if __name__ == "__main__":
    main()
