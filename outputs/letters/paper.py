"""The frame that all letters share: head, addressee, paragraphs, foot, annexes, as facts of the report's own kind."""

from collections.abc import Sequence
from dataclasses import replace

from outputs.council import wording as say
from outputs.council.compose import broken, number_line, place_line, stem
from outputs.council.facts import Annex, Office, Paragraph, ReportFacts, Span
from outputs.council.legible import legible
from pipeline.consolidate import Consolidation


def text(words: str, kind: str = "text") -> Paragraph:
    """Give a paragraph; an item gets its dash."""
    return Paragraph((Span(f"- {words}" if kind == "item" else words),), kind)


def paper(
    data: Consolidation,
    office: Office,
    *,
    name: str,
    about: str,
    body: Sequence[Paragraph],
    closing: str,
    addressee: str,
    through: str = "",
    recipients: Sequence[str] = (),
    heading: str = "",
    code: str = "",
    title: Sequence[str] = (),
    annexes: Sequence[Annex] = (),
    rest: str = "",
) -> ReportFacts:
    """Give a document ready to print.

    Args:
        data: The movement and the day it is written for.
        office: Who writes.
        name: The first words of the file's name.
        about: The subject (trích yếu): ``V/v`` line of a letter, title of a document with the name of its kind.
        body: The text.
        closing: The last sentence.
        addressee: Who gets it, blank for a notice.
        through: The body that receives it for the addressee.
        recipients: The lines of Nơi nhận, the Lưu line left out.
        heading: The kind in capitals, blank for a letter (công văn).
        code: The kind's code in the symbol.
        title: The lines of the title, ``about`` where there is none.
        annexes: What goes with it.
        rest: The last words of the file's name.
    """
    mine = replace(office, addressee=addressee, through=through, recipients=tuple(recipients))
    facts = ReportFacts(
        mine,
        say.balanced(office.parent),
        say.balanced(office.name),
        data.as_of,
        stem(name, data, rest),
        number_line(mine, code),
        place_line(data, mine),
        about,
        data.movement,
        say.period(data.period),
        tuple(one for one in (addressee, through) if one),
        tuple(body),
        (),
        closing,
        tuple(annexes),
        heading=heading,
        about=say.lower_first(about),
        template="consolidated.docx" if heading else "letter.docx",
        title_lines=broken(*title) if title else "",
    )
    return legible(facts)
