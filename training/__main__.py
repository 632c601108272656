"""Make the model again: `python -m training FOLDER --syntax FOLDER [--text FOLDER] [--articles FILE]`.

Each step leaves a file in that folder and is skipped where that file is: to do it again, delete the file.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from claimwire.extract.model import FOLDER, TOKENIZER
from training import weights
from training.calibrate import calibrate
from training.evaluate import evaluated
from training.examples import Taught, Varied
from training.export import ship
from training.fit import Plan, fit
from training.network import Network, from_folder, from_onnx
from training.silver import with_entities
from training.teach import teach
from training.texts import Text, names_of, read_annotated, read_lines, read_plain
from training.trees import read_trees

log = logging.getLogger("training")
TEACHER = (Plan(epochs=3, rate=1.5e-4, taught_share=0.0, seed=1),)
# A warm restart (Loshchilov and Hutter 2017), nearer to the teacher.
STUDENT = (
    Plan(epochs=6, rate=3e-4, taught_share=0.5, seed=2),
    Plan(epochs=3, rate=2e-4, taught_share=0.6, seed=3),
)
# Trees first; then more and more of the texts, so that attributions are again as the student found them.
SYNTAX = (
    Plan(epochs=5, rate=3e-4, taught_share=0.6, seed=4, labels_rate=3e-4, sample=0.17),
    Plan(epochs=1, rate=2e-4, taught_share=0.6, seed=5, labels_rate=2e-4, sample=0.6),
    Plan(epochs=2, rate=1.5e-4, taught_share=0.6, seed=6, labels_rate=1.5e-4, trees=0.5, syntax_share=0.2),
)
STUDENTS_SHARE = 0.1
"""Of the student's weights in the mean of both (model soups, Wortsman et al. 2022)."""

FOLDER_THERE = click.Path(exists=True, file_okay=False, path_type=Path)


@dataclass(frozen=True)
class Materials:
    """What all steps share."""

    texts: list[Text]
    trees: list[Text]
    tokenizer: Tokenizer
    dev: Path
    kept: Path

    def trained(self, name: str, network: Network, plans: Sequence[Plan], taught: Taught) -> Network:
        """Return a network trained by plans, one after the other, or as it was kept."""
        file = self.kept / f"{name}.pt"
        if file.exists():
            network.load_state_dict(torch.load(file))
            return network
        texts = [*self.texts, *self.trees]
        known = [one for one in texts if one.roles is not None or one.name in taught]
        for plan in plans:
            torch.manual_seed(plan.seed)
            varied = Varied(self.tokenizer, names_of(texts), seed=plan.seed)
            fit(network, known, varied, plan, taught)
        torch.save(network.state_dict(), file)
        log.info("%s on dev: %s", name, json.dumps(evaluated(network, self.tokenizer, self.dev)))
        return network

    def taught(self, name: str, network: Callable[[], Network], texts: Sequence[Text]) -> Taught:
        """Return what a network says of texts, or said when it was kept."""
        file = self.kept / f"{name}.npz"
        if not file.exists():
            teach(network(), self.tokenizer, texts, file)
        with np.load(file) as found:
            return {name: found[name].astype(np.float32) for name in found.files}


@click.command()
@click.argument("data", type=FOLDER_THERE)
@click.option("--syntax", type=FOLDER_THERE, required=True, help="Trees: train.jsonl.")
@click.option("--text", type=FOLDER_THERE, help="Unannotated articles, .txt files.")
@click.option(
    "--articles",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Unannotated articles, JSON lines.",
)
@click.option("--kept", type=click.Path(file_okay=False, path_type=Path), default=Path("training/kept"))
@click.option("--threads", default=2, show_default=True)
def main(
    data: Path, syntax: Path, text: Path | None, articles: Path | None, kept: Path, threads: int
) -> None:
    """Train on DATA/train.jsonl, distil, learn syntax, export, calibrate on DATA/dev.jsonl.

    Replaces the package's model.
    """
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(threads)
    kept.mkdir(parents=True, exist_ok=True)
    plain = [*(read_plain(text) if text else []), *(read_lines(articles) if articles else [])]
    texts = with_entities(read_annotated(data / "train.jsonl") + plain, kept / "entities.json")
    trees = read_trees(syntax / "train.jsonl")
    ship(_network(Materials(texts, trees, _tokenizer(), data / "dev.jsonl", kept)))
    calibrate(data / "dev.jsonl")


def _network(materials: Materials) -> Network:
    taught = materials.taught("taught", lambda: _teacher(materials), materials.texts)
    student = materials.trained("student", from_folder(weights.student_folder()), STUDENT, taught)
    texts = [*materials.texts, *materials.trees]
    known = {name: weight.clone() for name, weight in student.state_dict().items()}
    recalled = materials.taught("recalled", lambda: student, texts)
    return _averaged(materials.trained("syntax", student, SYNTAX, recalled), known)


def _averaged(network: Network, student: Mapping[str, Tensor]) -> Network:
    """Return a network whose weights are a mean of its own and the student's, but for those of syntax."""
    own = network.state_dict()
    for name, weight in own.items():
        if not name.startswith("syntax"):
            own[name] = (1 - STUDENTS_SHARE) * weight + STUDENTS_SHARE * student[name]
    network.load_state_dict(own)
    return network


def _teacher(materials: Materials) -> Network:
    start = from_onnx(weights.teacher_file(materials.kept), layers=12)
    return materials.trained("teacher", start, TEACHER, {})


def _tokenizer() -> Tokenizer:
    tokenizer: Tokenizer = Tokenizer.from_file(str(FOLDER / TOKENIZER))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


if __name__ == "__main__":
    main()
