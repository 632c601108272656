"""The model's files: where they are, and proof that they are the ones this version was built with."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from claimwire.errors import ModelError

FOLDER = Path(__file__).with_name("model")
WEIGHTS = "attribution-tagger.int8.onnx"
TOKENIZER = "tokenizer.json"
SUMS = "SHA256SUMS"


@dataclass(frozen=True)
class ModelFiles:
    """Files that are there and whose digests are right."""

    weights: Path
    tokenizer: Path
    digest: str
    """SHA-256 of the weights, 64 hex digits."""


def checked_files(folder: Path = FOLDER) -> ModelFiles:
    """Return the model's files after comparing each with its digest in `SHA256SUMS`.

    Raises `ModelError` naming the file that is missing or different.
    """
    sums = _sums(folder / SUMS)
    for name in (WEIGHTS, TOKENIZER):
        found = _sha256(folder / name)
        if found != sums.get(name):
            raise ModelError(
                f"{folder / name} is not the file that this version was built with: SHA-256 {found[:12]}…, "
                f"expected {sums.get(name, 'none')[:12]}…; reinstall Claimwire"
            )
    return ModelFiles(folder / WEIGHTS, folder / TOKENIZER, sums[WEIGHTS])


def _sums(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text("ascii").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(f"{path} cannot be read ({error}); reinstall Claimwire") from None
    pairs = (line.split() for line in lines)
    return {pair[1]: pair[0] for pair in pairs if len(pair) == 2}


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(
            f"{path} cannot be read ({error.strerror}); a clone needs the file, an installation has it"
        ) from None
