"""``make trial``: does a trained spaCy entity recogniser find who is awarded in prose better than the rules do?

It learns from sentences made here by a small grammar over the project's own lists (surnames, titles, kinds of bodies, forms of
award) and over ``names.csv``. It is judged on the awards of corpora it never saw: the project's made-up one, and any folder
named. The rules, the model, and the rules with the model where they found nothing are compared on the same paragraphs.
"""

import csv
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any

import spacy
from spacy.training import Example
from spacy.util import minibatch

from parsers import registry
from pipeline import intake, zones
from pipeline.assemble import gather
from pipeline.evaluate import load_gold
from pipeline.model import Zones
from pipeline.reference import agencies, awards
from pipeline.text import key, squeeze
from tests.training.pages import CORPUS

SENTENCES, EPOCHS = 3000, 8
_ADDRESSES = frozenset(key(word) for word in ("ông", "bà", "em", "thầy", "cô", "đồng chí"))
_HONOUR = ("Ông", "Bà", "ông", "bà", "đồng chí", "Đồng chí", "thầy", "cô", "")


@cache
def words(kind: str) -> tuple[str, ...]:
    """Give the words of a kind that names are made of: ``given``, ``middle``, ``body``, ``field``, ``place``."""
    with Path(__file__).with_name("names.csv").open(encoding="utf-8") as file:
        return tuple(row["word"] for row in csv.DictReader(file) if row["kind"] == kind)


@cache
def listed(table: str, kind: str | None = None) -> tuple[str, ...]:
    """Give the texts of one of the project's tables as they are written, of one kind or of all."""
    with (files("pipeline.reference") / table).open(encoding="utf-8") as file:
        rows = csv.DictReader(file)
        return tuple(next(iter(row.values())) for row in rows if kind is None or row["kind"] == kind)


def person(chance: Random) -> str:
    """Give a made-up name: a surname of the project's table, at most two middle names, a given name."""
    middle = chance.sample(words("middle"), chance.choice((0, 1, 1, 1, 2)))
    return " ".join((chance.choice(listed("surnames.csv")), *middle, chance.choice(words("given"))))


def body(chance: Random) -> str:
    """Give a made-up name of a body."""
    place = " ".join(chance.sample(words("place"), 2))
    return f"{chance.choice(words('body'))} {place if chance.random() < 0.5 else chance.choice(words('field'))}"


def sentence(chance: Random) -> tuple[str, list[tuple[int, int, str]]]:
    """Give one sentence or list item of award prose with its names: ``PER`` for persons, ``ORG`` for collectives."""
    award = chance.choice(sorted({row.name for row in awards.awards()}))
    title = chance.choice(listed("positions.csv", "position"))
    place, number = body(chance), chance.randint(1, 99)
    kind = chance.random()
    name, tag = (person(chance), "PER") if kind < 0.55 else (body(chance), "ORG")
    honour = chance.choice(_HONOUR) if tag == "PER" else ""
    before, after = chance.choice((
        (f"{number}. ", f", {title} {place};"),
        (f"{number}. ", f", {title}, {place}."),
        ("- ", f" - {title} {place}"),
        (f"Tặng {award} cho ", f", {title} {place} đã có thành tích xuất sắc trong phong trào thi đua năm 20{number:02d}."),
        (f"Điều 1. Tặng {award} cho tập thể ", f" thuộc {place}."),
        ("Biểu dương ", f" ({place}) có nhiều thành tích trong lao động, sản xuất."),
        (f"{number}. Tập thể ", ";"),
        ("", f" được đề nghị tặng {award}."),
        (f"Công nhận danh hiệu {award} năm 20{number:02d} đối với ", f", {title} {place};"),
    ))  # fmt: skip
    text = f"{before}{honour + ' ' if honour else ''}"
    start = len(text)
    return text + name + after, [(start, start + len(name), tag)]


def _blank(chance: Random) -> tuple[str, list[tuple[int, int, str]]]:
    """Give a sentence of the same papers that awards nobody."""
    return chance.choice((
        f"Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 20{chance.randint(10, 24)};",
        f"Theo đề nghị của Trưởng {body(chance)},",
        f"Điều {chance.randint(2, 4)}. Chánh Văn phòng, Trưởng {body(chance)} và các cá nhân có tên chịu trách nhiệm thi hành.",
        f"Mức thưởng thực hiện theo Nghị định số {chance.randint(10, 99)}/20{chance.randint(10, 24)}/NĐ-CP.",
        f"{chance.randint(1, 9)}. Nâng cao chất lượng công tác thi đua, khen thưởng tại {body(chance)}.",
    )), []  # fmt: skip


def trained() -> Any:
    """Give a small recogniser: hashed words and shapes, four layers of convolution, no vectors, no download."""
    spacy.util.fix_random_seed(1)
    chance = Random(1)
    random.seed(1)
    nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"use_pyvi": False}}})
    _cut_marks(nlp)
    encoder = {
        "@architectures": "spacy.HashEmbedCNN.v2", "pretrained_vectors": None, "width": 64, "depth": 3, "embed_size": 1500,
        "window_size": 1, "maxout_pieces": 3, "subword_features": True,
    }  # fmt: skip
    nlp.add_pipe("ner", config={"model": {
        "@architectures": "spacy.TransitionBasedParser.v2", "state_type": "ner", "extra_state_tokens": False, "hidden_width": 48,
        "maxout_pieces": 2, "use_upper": True, "nO": None, "tok2vec": encoder,
    }})  # fmt: skip
    made = [_blank(chance) if chance.random() < 0.3 else sentence(chance) for _ in range(SENTENCES)]
    examples = [Example.from_dict(nlp.make_doc(text), {"entities": spans}) for text, spans in made]
    nlp.initialize(lambda: examples)
    optimizer = nlp.create_optimizer()
    for _ in range(EPOCHS):
        random.shuffle(examples)
        for batch in minibatch(examples, 64):
            nlp.update(batch, sgd=optimizer, drop=0.2)
    return nlp


def _cut_marks(nlp: Any) -> None:
    """Cut punctuation off words: the tokenizer of ``spacy.blank("vi")`` splits at blanks alone."""
    from spacy.tokenizer import Tokenizer
    from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

    english = spacy.blank("en").Defaults
    nlp.tokenizer = Tokenizer(
        nlp.vocab,
        prefix_search=compile_prefix_regex(english.prefixes).search,
        suffix_search=compile_suffix_regex(english.suffixes).search,
        infix_finditer=compile_infix_regex(english.infixes).finditer,
    )


def texts(split: Zones) -> Iterator[str]:
    """Give the paragraphs and the cells in which awards are named."""
    yield from (block.text for block in split.body)
    for table in split.tables:
        yield from (cell.text for cell in table.cells if cell.text)


def judge(nlp: Any, corpus: Path, gold_name: str) -> dict[str, Counter[str]]:
    """Count names right, wrong and missed, by way, over the documents whose gold names who is awarded."""
    toolkit = registry.toolkit(agencies.load())
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for name, fields in load_gold(corpus / gold_name).items():
        wanted = {_folded(row["name"]) for row in fields.get("awards") or () if row.get("name")}
        if not wanted:
            continue
        layout = toolkit.read(intake.open_source(corpus / "docs" / name))
        split = zones.split(layout)
        profile = toolkit.detect(split)
        found = gather([c for find in toolkit.families for c in find(split, profile)], toolkit.resolve, split)[0]
        ruled = {_folded(f.value.name) for f in found.dispatch.awards if f.value.name}
        learned = {_folded(entity.text) for doc in nlp.pipe(texts(split)) for entity in doc.ents}
        for way, got in (("rules", ruled), ("model", learned), ("rules + model", ruled or learned)):
            counts[way] += Counter(hit=len(wanted & got), wrong=len(got - wanted), missed=len(wanted - got))
    return counts


def _folded(name: str) -> str:
    words = key(squeeze(name)).split()
    while words and words[0] in _ADDRESSES:
        words = words[1:]
    return " ".join(words)


def main(asked: list[str]) -> None:
    """Train, then judge on the project's corpus and on the corpora named."""
    began = time.process_time()
    nlp = trained()
    print(f"trained in {time.process_time() - began:.0f} s of one core, {len(nlp.to_bytes()) / 1e6:.1f} MB")
    for corpus, gold in ((CORPUS, "gold"), *((Path(word), "body") for word in asked)):
        print(f"== {corpus.name}: who is awarded")
        for way, c in judge(nlp, corpus, gold).items():
            p, r = c["hit"] / max(1, c["hit"] + c["wrong"]), c["hit"] / max(1, c["hit"] + c["missed"])
            print(f"{way:<16} n={c['hit'] + c['missed']:>4} precision {p:.3f} recall {r:.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])
