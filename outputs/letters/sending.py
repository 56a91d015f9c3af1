"""The report put into its edXML envelope, head fields taken from the same facts that were printed."""

from collections.abc import Sequence
from pathlib import Path

from outputs.council import wording as say
from outputs.council.compose import compose
from outputs.council.facts import Office
from outputs.council.pdf import pages as counted
from outputs.edxml import Body, Letter, envelope
from pipeline.consolidate import Consolidation


def message(data: Consolidation, office: Office, files: Sequence[Path]) -> tuple[Path, bytes]:
    """Give where the envelope of the printed ``files`` belongs and its bytes; the number stays open until one is given."""
    facts = compose(data, office)
    contents = [(f.name, f.read_bytes()) for f in files]
    pages = next((counted(b) for n, b in contents if n.endswith(".pdf")), None)
    capacity, _, _ = facts.office.capacity.partition(".")
    letter = Letter(
        sender=Body(office.organ, office.words),
        receivers=[Body(office.addressee_organ, facts.office.addressee)],
        number="",
        notation=facts.symbol.rpartition("/")[2],
        place=office.place,
        issued_on=data.as_of,
        type_name=facts.kind,
        subject=facts.title,
        competence=capacity if facts.office.capacity else "",
        position=office.position,
        signer=office.signer,
        places=office.recipients,
        appendixes=[f"Phụ lục {a.number}. {say.upper_first(a.title.lower())}" for a in facts.printed_annexes],
        pages=pages,
    )
    main = next((f for f in files if f.suffix == ".docx"), files[0])
    return main.with_suffix(".edxml"), envelope(letter, contents)
