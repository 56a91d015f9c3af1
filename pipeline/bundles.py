"""Files that stand for several: how far they may be opened, and what each of their files becomes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.checks import envelope
from pipeline.errors import Code, Failure
from pipeline.model import Member, Outcome, Source, Status

#: Bundles in bundles are opened so deep: a mail, a zip file in it, a zip file in that.
MAX_DEPTH = 3
#: What the outermost bundle may bring with all its inner ones.
MAX_MEMBERS = 10_000
MAX_BYTES = 512 * 1024 * 1024

#: Gives the outcomes of files in order, as ``parsers.sandbox.Sandbox.run`` does.
Run = Callable[[Iterable[Path]], Iterator[Outcome]]


@dataclass
class Allowance:
    """What is left of the bounds while one outermost bundle is opened."""

    members: int = MAX_MEMBERS
    bytes: int = MAX_BYTES

    def spend(self, members: tuple[Member, ...]) -> bool:
        """Take the members off; tell whether they were within bounds."""
        self.members -= len(members)
        self.bytes -= sum(member.size for member in members)
        return self.members >= 0 and self.bytes >= 0


@dataclass(frozen=True, slots=True)
class Nest:
    """Where a member stands: the outcome of the bundle around it, how deep it lies, and what may still come."""

    bundle: Outcome
    depth: int
    allowance: Allowance

    def settled(self, outcome: Outcome, member: Member) -> Outcome:
        """Give the outcome of a member under its own name, held against the envelope it came in."""
        source = replace(outcome.source, name=member.name, origin=member.origin(self.bundle.source))
        first = member == self.bundle.members[0]
        return envelope.compared(outcome.of(source), self.bundle.dispatch, first=first)


def accepted(outcome: Outcome, around: Nest | None) -> tuple[Outcome, Nest | None]:
    """Give the outcome and the nest of what it brought; a failure in its place when it goes beyond the bounds."""
    if not outcome.members:
        return outcome, None
    depth = 1 if around is None else around.depth + 1
    allowance = Allowance() if around is None else around.allowance
    if depth > MAX_DEPTH:
        return _refused(outcome, f"tệp nén lồng quá {MAX_DEPTH} lớp"), None
    if not allowance.spend(outcome.members):
        return _refused(outcome, "quá nhiều tệp bên trong"), None
    return outcome, Nest(outcome, depth, allowance)


def _refused(outcome: Outcome, why: str) -> Outcome:
    return Outcome(outcome.source, Status.FAILED, failure=Failure(Code.HOSTILE, why), seconds=outcome.seconds)


def missing(member: Member, bundle: Source) -> Outcome | None:
    """Give the failed outcome of a member whose bytes could not be had, None for one that lies ready."""
    if member.failure is None:
        return None
    # A path below a file leads nowhere, whatever stands in the working folder.
    nowhere = bundle.path / "thieu"
    source = Source(member.name, nowhere, "", 0, "application/octet-stream", member.origin(bundle))
    return Outcome(source, Status.FAILED, failure=member.failure)


def unfolded(outcome: Outcome, run: Run, around: Nest | None = None) -> Iterator[Outcome]:
    """Give every dispatch of a file, and behind them those of everything it brought, down to the bottom.

    Mere bundles are left out.
    """
    outcome, nest = accepted(outcome, around)
    if not outcome.is_bundle:
        yield from outcome.dispatches
    if nest is None:
        return
    read = run([member.path for member in outcome.members if member.path is not None])
    for member in outcome.members:
        done = missing(member, outcome.source) or nest.settled(next(read), member)
        yield from unfolded(done, run, nest)
