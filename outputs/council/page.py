"""Facts -> one self-contained web page: no outside address, every figure a link to the row that it comes from."""

from functools import cache
from typing import Any

from outputs.council.facts import ReportFacts


@cache
def _template() -> Any:
    # Read late: the registry and --help must not wait for a template engine.
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("outputs.council", "templates")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["data"] = _data
    return environment.get_template("page.html")


def _data(png: bytes) -> str:
    """Give a picture as a data address."""
    import base64

    return "data:image/png;base64," + base64.b64encode(png).decode("ascii")


def page(facts: ReportFacts) -> str:
    """Give the page's HTML."""
    return str(_template().render(f=facts, office=facts.office))
