"""What every check of one document receives, and how a finding is made from the rule in force on its day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipeline.model import Dispatch, Evidence, Field, Finding, PartialDate, Profile, Severity, Zones
from pipeline.ports import Resolver
from pipeline.reference import rules

_REPORT = "BC"


def printed(day: PartialDate) -> str:
    """Give a date as a clerk reads it: ``05/11/2022``, ``11/2022``, ``2022``."""
    return "/".join(reversed(str(day).split("-")))


@dataclass(frozen=True, slots=True)
class Case:
    """One document before its checks."""

    dispatch: Dispatch
    zones: Zones
    profile: Profile
    resolve: Resolver | None = None

    @property
    def on(self) -> date | None:
        """The day whose rules it is judged by: its own; None where it has none."""
        issued = self.dispatch.issued_on
        return None if issued is None else issued.value.period.start

    @property
    def scanned(self) -> bool:
        """Whether its letters were read off an image: a slip of the pen and one of the reader look alike."""
        return self.zones.layout.ocr

    @property
    def movement_subject(self) -> Field[str] | None:
        """The subject of a report (báo cáo) on a movement, None for any other document."""
        type_, subject = self.dispatch.doc_type, self.dispatch.subject
        if type_ is None or type_.value != _REPORT or subject is None:
            return None
        return subject if rules.speaks_of(subject.value, "movement_report") else None

    def breach(
        self,
        code: str,
        message: str,
        field: str | None = None,
        evidence: tuple[Evidence, ...] = (),
        suggestion: str | None = None,
        severity: Severity | None = None,
    ) -> Iterator[Finding]:
        """Give the finding of one breach; nothing when the rule binds no document of this kind on its day."""
        rule = rules.in_force(code, self.profile, self.on)
        if rule is not None:
            yield Finding(code, severity or rule.severity, message, rule.cited, field, evidence, suggestion)
