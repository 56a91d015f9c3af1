"""Everything the desk may set off, put together as the callables that it receives."""

from datetime import date
from functools import partial

from flows.desk.dropping import take_in
from flows.desk.editions import Editions
from flows.desk.figures import Figures
from flows.desk.papers import Papers
from flows.desk.running import Runs
from flows.desk.units import Units
from flows.desk.views import Views
from flows.settings import Settings
from outputs.desk.commands import Commands


class Hands:
    """What stands behind the commands of one running desk. Close it when the desk stops."""

    def __init__(self, settings: Settings) -> None:
        """Serve the office of these settings; nothing is started before it is asked for."""
        self.settings = settings
        self.views = Views(settings)
        self.runs = Runs(settings)
        self.figures = Figures(settings)
        self.editions = Editions(settings, self.runs)
        self.papers = Papers(settings)
        self.units = Units(settings)

    def commands(self) -> Commands:
        """Give the commands for the desk."""
        return Commands(
            show=self.views.show,
            picture=self.views.picture,
            words=self.views.words,
            original=self.views.original,
            take_in=partial(take_in, self.settings.inbox),
            start_ingest=self.runs.start_ingest,
            works=self.runs.works,
            consolidation=self.figures.consolidation,
            kinds=self.editions.kinds,
            start_report=self.editions.start_report,
            editions=self.editions.editions,
            edition_file=self.editions.edition_file,
            compare=self.editions.compare,
            papers=self.papers.papers,
            paper_file=self.papers.file,
            put_paper=self.papers.put,
            drop_paper=self.papers.drop,
            units=self.units,
            money=money,
            agency=partial(agency, self.settings),
            office=self.settings.office.agency or self.settings.office.name,
        )

    def close(self) -> None:
        """Stop what was started and give everything back."""
        self.figures.close()
        self.runs.close()


def money(value: str, unit: str) -> int | None:
    """Give a sum in whole đồng, None for what is no sum."""
    # Loaded by the first correction of a sum, not by every start.
    from parsers.viewing import dong

    return dong(f"{value} {unit}")


def agency(settings: Settings, text: str, on: date | None) -> tuple[str, str] | None:
    """Give id and canonical name of the body that a text names, None when not sure."""
    from flows.assembly import toolkit

    found = toolkit(settings.unit_files).resolve(text, on, None)
    return None if found is None else (found.id, found.name)
