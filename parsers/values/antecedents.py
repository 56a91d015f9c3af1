"""Which cited document a later ``Kế hoạch nêu trên`` or ``Kế hoạch số 12`` means; none where two could be meant."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from parsers.values.mentions import ANY, Mention, Way
from pipeline.text import key


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation in reading order: the document's ``identity``, its official type name, its number and issuer.

    ``paragraph`` counts the texts read. ``nested`` tells that it stands in the trích yếu of another citation.
    """

    identity: str
    paragraph: int
    name: str | None
    number: str | None
    issuer: str | None = None
    basis: bool = False
    nested: bool = False


@dataclass(slots=True)
class Antecedents:
    """What has been cited so far. ``own`` is the official type name of the citing document itself.

    Căn cứ that follow each other are one passage: none of them is nearer than another.
    """

    own: str
    letter: bool
    _cited: list[tuple[int, Cited]] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Tell whether anything has been cited."""
        return bool(self._cited)

    def cite(self, cited: Cited) -> None:
        """Remember a citation."""
        passage = cited.paragraph
        if self._cited:
            before, last = self._cited[-1]
            if last.basis and cited.basis and cited.paragraph - last.paragraph <= 1:
                passage = before
        self._cited.append((passage, cited))

    def meant(self, mention: Mention, paragraph: int) -> str | None:
        """Give the identity of the document that a mention in ``paragraph`` means; None when it is this one or not sure."""
        fitting = [(p, c) for p, c in self._cited if mention.name in (ANY, c.name)]
        if mention.way is Way.NUMBERED:
            number = (mention.number or "").lstrip("0")
            return _only(c for _, c in fitting if (c.number or "").lstrip("0") == number)
        fitting = [(p, c) for p, c in fitting if not c.nested]
        if mention.way is Way.THIS:
            if mention.name in (ANY, self.own):
                return None
            # Only a letter has one matter; elsewhere the word may mean what the document itself issues.
            fitting = [(p, c) for p, c in fitting if paragraph - c.paragraph <= self.letter]
        elif mention.name == ANY:
            fitting = [(p, c) for p, c in fitting if paragraph - c.paragraph <= 1]
        nearest = max((p for p, _ in fitting), default=-1)
        near = [c for p, c in fitting if p == nearest]
        return _only(near) or _only(c for c in near if _same_issuer(c, mention))


def _only(cited: Iterable[Cited]) -> str | None:
    found = {c.identity for c in cited}
    return found.pop() if len(found) == 1 else None


def _same_issuer(cited: Cited, mention: Mention) -> bool:
    """A mention runs on behind its issuer, so the cited issuer must open what follows ``của``."""
    if cited.issuer is None or mention.issuer is None:
        return False
    return f"{key(mention.issuer)} ".startswith(f"{key(cited.issuer)} ")
