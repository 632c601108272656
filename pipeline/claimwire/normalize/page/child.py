"""The process that reads pages for a `PageReader`: frames of JSON in, frames of JSON out, until the end."""

from __future__ import annotations

from itertools import count
from typing import Any

import orjson
from trafilatura.meta import reset_caches

from claimwire.child import serve
from claimwire.errors import Refused
from claimwire.normalize.page.parse import read_page

_PAGES_BETWEEN_CLEARING = 500


def main() -> None:
    """Answer each page that comes in with what was read from it."""
    numbers = count(1)

    def answer(frame: bytes) -> bytes:
        if next(numbers) % _PAGES_BETWEEN_CLEARING == 0:
            reset_caches()
        return orjson.dumps(_answer(orjson.loads(frame)))

    serve(answer)


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    try:
        page = read_page(request["html"], url=request["url"], max_bytes=request["max_bytes"])
    except Refused as refused:
        return {"refused": [refused.reason, str(refused)]}
    except MemoryError:
        raise  # what is left of the process is not to be trusted
    except Exception as error:  # noqa: BLE001 - whatever trips the libraries is this page's fault, and only its
        return {"failed": f"{type(error).__name__}: {error}"[:500]}
    return {"page": page.model_dump()}


if __name__ == "__main__":
    main()
