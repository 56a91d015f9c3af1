"""The versions of dispatches as a person handles them: seen with why, put together, taken apart, put in force, withdrawn."""

from collections.abc import Callable, Sequence
from datetime import datetime

from outputs.store import recalls, versions
from outputs.store.engine import Database
from outputs.store.versions import Copy, Tie


class Versions:
    """What persons see and decide about the files of one dispatch; each method one transaction, each decision on the trail."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        """Work on an open database; ``clock`` gives the present moment with its time zone."""
        self._database = database
        self._clock = clock

    def pin(self, dispatch_id: str, *, who: str) -> None:
        """Let a person put one version in force, whatever arrives later. Raises KeyError for an unknown id."""
        self._database.writing(lambda c: versions.pin(c, dispatch_id, who, self._clock()))

    def unpin(self, dispatch_id: str, *, who: str) -> None:
        """Leave it to the rules again which version is in force. Raises KeyError for an unknown id."""
        self._database.writing(lambda c: versions.pin(c, dispatch_id, who, self._clock(), pinned=False))

    def copies(self, dispatch_id: str) -> Sequence[Copy]:
        """Give the versions of one dispatch, the leading one first, each with a sentence why. Raises KeyError."""
        with self._database.read() as connection:
            return versions.copies(connection, dispatch_id)

    def ties(self, dispatch_id: str | None = None, *states: str) -> Sequence[Tie]:
        """Give the pairs of files that were joined, proposed or kept apart, of one file or of all, with why.

        ``states`` are ``made``, ``proposed``, ``together``, ``apart``; none of them means all.
        """
        with self._database.read() as connection:
            return versions.ties(connection, dispatch_id, states)

    def separate(self, dispatch_id: str, *, who: str, reason: str | None = None) -> Sequence[str]:
        """Take a file out of its dispatch for good, whatever is read again or arrives later; give those it was with."""
        return self._database.writing(lambda c: versions.separate(c, dispatch_id, who, reason, self._clock()))

    def join(self, one: str, other: str, *, who: str, reason: str | None = None) -> Sequence[str]:
        """Make two files, with all their versions, one dispatch: accepts a proposal, takes a separation back."""
        return self._database.writing(lambda c: versions.join(c, one, other, who, reason, self._clock()))

    def part(self, one: str, other: str, *, who: str, reason: str | None = None) -> None:
        """Keep two files two dispatches: refuses a proposal, whatever is read again. Raises KeyError for an unknown id."""
        self._database.writing(lambda c: versions.part(c, one, other, who, reason, self._clock()))

    def reconsider(self, dispatch_id: str, *, who: str) -> Sequence[str]:
        """Forget what persons decided about the versions of a file: the rules decide again; give its versions."""
        return self._database.writing(lambda c: versions.reconsider(c, dispatch_id, who, self._clock()))

    def withdraw(self, dispatch_id: str, *, who: str, reason: str) -> None:
        """Let a version count no more, with a reason. Raises KeyError for an unknown id."""
        self._database.writing(lambda c: recalls.decide(c, dispatch_id, False, who, reason, self._clock()))

    def reinstate(self, dispatch_id: str, *, who: str, reason: str | None = None) -> None:
        """Let a version count that was withdrawn, whatever envelopes say. Raises KeyError for an unknown id."""
        self._database.writing(lambda c: recalls.decide(c, dispatch_id, True, who, reason, self._clock()))
