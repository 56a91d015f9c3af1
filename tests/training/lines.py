"""``make trial``: does a trained spaCy component name the lines of a page better than the rules do, or where they are silent?

A text classifier learns which component of NĐ 30/2020 a line is (issuer, symbol, subject, signer …) from the project's made-up
corpus and its damaged copies. It is judged on documents it never saw a copy of (cross-validation over documents; with a folder
named, on that corpus too, which it learns nothing from). Three ways are compared on the same damaged pages: the rules, the
model, and the rules with the model only for the fields on which they are silent.
"""

import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import spacy
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import minibatch

from parsers import registry
from pipeline import intake, zones
from pipeline.assemble import gather
from pipeline.evaluate import load_gold
from pipeline.model import Dispatch, Field, Layout
from pipeline.reference import agencies
from pipeline.text import key, squeeze
from tests.training.damage import DAMAGES
from tests.training.pages import CORPUS

FOLDS = 4
#: Fields whose lines are told apart; what is none of them is ``other``.
LABELS = (
    "parent_issuer", "issuer", "symbol", "issued_on", "doc_type", "subject", "addressees", "recipients", "archive",
    "signer_position", "signer_name",
)  # fmt: skip
OTHER = "other"
#: The model speaks only when it is so sure.
SURE = 0.9
_DAMAGES = ("as_it_is", "flattened", "landmark_lost", "littered", "swapped", "turned", "stripped")
_EPOCHS = 12


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of one page as features, what each truly is (None: not known), and what the rules took it for."""

    document: str
    features: tuple[tuple[str, ...], ...]
    truth: tuple[str | None, ...]
    ruled: tuple[str, ...]
    silent: frozenset[str]


def features(layout: Layout) -> tuple[tuple[str, ...], ...]:
    """Give each line as tokens: its words, its looks, where it stands, how its neighbours begin."""
    texts = [squeeze(line.text) for line in layout.lines]
    count = len(texts)
    out = []
    for i, text in enumerate(texts):
        words = key(text).split()[:12]
        near = [
            f"{side}={w}"
            for side, j in (("<", i - 1), (">", i + 1))
            if 0 <= j < count
            for w in key(texts[j]).split()[:3]
        ]
        letters = [c for c in text if c.isalpha()]
        looks = [
            f"top{min(i, 12)}", f"end{min(count - 1 - i, 12)}", f"words{min(len(text.split()), 12)}",
            f"caps{sum(c.isupper() for c in letters) * 4 // max(1, len(letters))}",
            f"title{sum(w[:1].isupper() and w[1:].islower() for w in text.split()) == len(text.split())}",
            f"digits{any(c.isdigit() for c in text)}", f"dash{text[:1] in '-+–'}", f"colon{':' in text}",
            f"bold{layout.lines[i].bold}", f"cell{layout.lines[i].cell.column if layout.lines[i].cell else None}",
        ]  # fmt: skip
        out.append((*words, *near, *looks))
    return tuple(out)


def labels(dispatch: Dispatch, count: int) -> list[str]:
    """Give what each line was taken for, by the evidence of the fields; the first field of a line counts."""
    out = [OTHER] * count
    for name in LABELS:
        value: Any = getattr(dispatch, name)
        fields: Iterable[Field[Any]] = value if isinstance(value, tuple) else () if value is None else (value,)
        for field in fields:
            for evidence in field.evidence:
                if out[evidence.index] == OTHER:
                    out[evidence.index] = name
    return out


def pages(corpus: Path, damages: tuple[str, ...] = _DAMAGES) -> Iterator[Page]:
    """Give the pages of a corpus and their damaged copies. Truth is what the rules read off the page itself.

    On the pages themselves the rules are right on nearly all fields of both corpora, and a letter is known by its text.
    """
    toolkit = registry.toolkit(agencies.load())

    def read(layout: Layout) -> Dispatch:
        split = zones.split(layout)
        profile = toolkit.detect(split)
        return gather([c for find in toolkit.families for c in find(split, profile)], toolkit.resolve, split)[
            0
        ].dispatch

    for name in load_gold(corpus / "gold"):
        layout = toolkit.read(intake.open_source(corpus / "docs" / name))
        if layout.ocr:
            continue
        known: dict[str, set[str]] = defaultdict(set)
        whole = read(layout)
        for line, label in zip(layout.lines, labels(whole, len(layout.lines)), strict=True):
            known[squeeze(line.text)].add(label)
        for damage in damages:
            page = DAMAGES[damage](layout, Random(f"{name} {damage} 1"))
            found = read(page)
            truth = tuple(
                next(iter(known[text])) if len(known.get(text := squeeze(line.text), ())) == 1 else None
                for line in page.lines
            )
            silent = frozenset(label for label in LABELS if not getattr(found, label))
            yield Page(name, features(page), truth, tuple(labels(found, len(page.lines))), silent)


def trained(train: Iterable[Page]) -> Any:
    """Give a small spaCy text classifier that saw these pages: a bag of hashed features, no vectors, no download."""
    spacy.util.fix_random_seed(1)
    random.seed(1)
    nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"use_pyvi": False}}})
    model = {
        "@architectures": "spacy.TextCatBOW.v3", "exclusive_classes": True, "ngram_size": 1, "length": 1 << 15,
        "no_output_layer": False,
    }  # fmt: skip
    nlp.add_pipe("textcat", config={"model": model})
    examples = [
        Example(Doc(nlp.vocab, words=list(words)), _labelled(nlp.vocab, words, label))
        for page in train
        for words, label in zip(page.features, page.truth, strict=True)
        if label is not None
    ]
    nlp.initialize(lambda: examples)
    optimizer = nlp.create_optimizer()
    for _ in range(_EPOCHS):
        random.shuffle(examples)
        for batch in minibatch(examples, 256):
            nlp.update(batch, sgd=optimizer)
    return nlp


def _labelled(vocab: Any, words: tuple[str, ...], label: str) -> Doc:
    doc = Doc(vocab, words=list(words))
    doc.cats = {name: float(name == label) for name in (*LABELS, OTHER)}
    return doc


def said(nlp: Any, page: Page) -> list[tuple[str, float]]:
    """Give the model's label of each line with its share of belief."""
    docs = nlp.pipe(Doc(nlp.vocab, words=list(words)) for words in page.features)
    return [max(doc.cats.items(), key=lambda item: item[1]) for doc in docs]


def judge(nlp: Any, held: Iterable[Page], counts: dict[str, dict[str, Counter[str]]]) -> None:
    """Count hits, wrong lines and misses of the three ways, a label at a time."""
    for page in held:
        believed = said(nlp, page)
        model = [label if share >= SURE else OTHER for label, share in believed]
        both = [
            rule if rule != OTHER or label not in page.silent else label
            for rule, label in zip(page.ruled, model, strict=True)
        ]
        plain = [label for label, _ in believed]
        for way, labels_ in (("rules", page.ruled), ("model", plain), ("rules + model", both)):
            for truth, label in zip(page.truth, labels_, strict=True):
                if truth is None:
                    continue
                if label == truth:
                    counts[way][truth]["hit"] += 1
                else:
                    counts[way][label]["wrong"] += 1
                    counts[way][truth]["missed"] += 1


def show(title: str, counts: dict[str, dict[str, Counter[str]]]) -> None:
    """Print precision, recall and F1 of the three ways."""
    print(f"== {title}: precision/recall/F1 of lines")
    print(f"{'':<18}" + "".join(f"{way:>24}" for way in counts))
    for label in (*LABELS, "all"):
        row = []
        for by_label in counts.values():
            total = sum((by_label[name] for name in (LABELS if label == "all" else (label,))), Counter[str]())
            hit, wrong, missed = (total[k] for k in ("hit", "wrong", "missed"))
            p, r, f = hit / max(1, hit + wrong), hit / max(1, hit + missed), 2 * hit / max(1, 2 * hit + wrong + missed)
            row.append(f"{p:>10.3f}/{r:.3f}/{f:.3f}"[:24])
        print(f"{label:<18}" + "".join(f"{cell:>24}" for cell in row))


def main(words: list[str]) -> None:
    """Run the trial on the project's corpus, and on the corpora named."""
    began = time.process_time()
    known = list(pages(CORPUS))
    names = sorted({page.document for page in known})
    Random(1).shuffle(names)
    counts: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for fold in range(FOLDS):
        held = set(names[fold::FOLDS])
        nlp = trained(page for page in known if page.document not in held)
        judge(nlp, (page for page in known if page.document in held), counts)
    show(f"made-up corpus, {FOLDS} folds over {len(names)} documents", counts)
    if words:
        nlp = trained(known)
    for corpus in map(Path, words):
        counts = defaultdict(lambda: defaultdict(Counter))
        judge(nlp, pages(corpus), counts)
        show(f"{corpus.name}, nothing learned from it", counts)
    print(f"{time.process_time() - began:.0f} s of one core")


if __name__ == "__main__":
    main(sys.argv[1:])
