"""Idempotency: the answer to a key is kept for a while, and given again for the same request.

They are in memory, so a restart forgets them. That is harmless: the same article has the same id, however
often it is sent, and what has been seen is not published again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from claimwire.push.answers import Answer, Problem
from claimwire.push.limits import PushLimits

_KEPT = (202, 207, 422)
"""What would be the same another time. Busy and broken servers are asked again."""


@dataclass(frozen=True)
class _Kept:
    digest: str
    at: float
    answer: Answer | None

    @property
    def size(self) -> int:
        return len(self.answer.body) if self.answer else 0


class KeptAnswers:
    """Answers by key: the newest, so many and so many bytes of them; `clock` is in seconds."""

    def __init__(self, limits: PushLimits, *, clock: Callable[[], float] = monotonic) -> None:
        self._limits = limits
        self._clock = clock
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._bytes = 0

    def begin(self, key: str, digest: str) -> Answer | None:
        """Return the answer to an earlier request of the same key and content; None for a new one.

        Raises `Problem`: 422 for a key that was used for other content, 409 for one that is being answered.
        """
        kept = self._kept.get(key)
        if kept is None or (kept.answer and self._clock() - kept.at > self._limits.kept_s):
            self._put(key, _Kept(digest, self._clock(), None))
            return None
        if kept.digest != digest:
            raise Problem(422, "idempotency_key_reused", "this Idempotency-Key came with another body")
        if kept.answer is None:
            raise Problem(409, "in_progress", "a request with this Idempotency-Key is being answered")
        return kept.answer

    def end(self, key: str, answer: Answer | None) -> None:
        """Keep the answer to a request that was begun, or forget the request."""
        begun = self._drop(key)
        if begun and answer and answer.status in _KEPT and len(answer.body) <= self._limits.kept_bytes:
            self._put(key, _Kept(begun.digest, self._clock(), answer))

    def _put(self, key: str, kept: _Kept) -> None:
        self._drop(key)
        self._kept[key] = kept
        self._bytes += kept.size
        answered = [name for name, one in self._kept.items() if one.answer] if self._is_full() else []
        for name in answered:
            if not self._is_full():
                break
            self._drop(name)

    def _is_full(self) -> bool:
        return len(self._kept) > self._limits.kept_answers or self._bytes > self._limits.kept_bytes

    def _drop(self, key: str) -> _Kept | None:
        kept = self._kept.pop(key, None)
        self._bytes -= kept.size if kept else 0
        return kept
