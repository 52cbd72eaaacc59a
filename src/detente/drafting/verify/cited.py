"""Every citation of a case, with the element that it stands at, and what has become of it in the article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from detente.case.evidence import Path, all_cites
from detente.case.grounds import characters
from detente.case.schema import CaseFile
from detente.text.again import STATUSES, Again, Finder, Status, Wanted
from detente.text.span import Span

LARGEST_LIST = 100_000


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation: the element that it stands at, and what it says.

    ``at``, ``words`` and ``voice`` are empty where the file says nothing.
    """

    element: str
    source: str
    at: str
    words: str
    voice: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A citation, and what has become of it; None where its source was not given."""

    cited: Cited
    again: Again | None

    @property
    def status(self) -> Status:
        """``not checkable`` where the source was not given."""
        return "not checkable" if self.again is None else self.again.status


@dataclass(frozen=True, slots=True)
class Verified:
    """What has become of the citations of a case.

    Attributes
    ----------
    checked : tuple of Checked
        In the order of the file; the same citation at several elements is checked at each.
    """

    checked: tuple[Checked, ...]

    @property
    def counts(self) -> dict[Status, int]:
        """How many citations of the sources that were given have each status."""
        found = Counter(c.status for c in self.checked if c.again is not None)
        return {status: found[status] for status in STATUSES}

    @property
    def not_given(self) -> dict[str, int]:
        """How many citations each source has that was not given."""
        return dict(Counter(c.cited.source for c in self.checked if c.again is None))

    @property
    def is_true(self) -> bool:
        """Whether nothing was lost."""
        return not self.counts["lost"]


def verify(file: CaseFile, texts: Mapping[str, str]) -> Verified:
    """Return what has become of every citation of a case.

    Parameters
    ----------
    file : CaseFile
    texts : mapping
        The text of each source that is at hand, by its short name.

    Examples
    --------
    >>> import detente
    >>> found = verify(detente.load("peace-treaty").file, {})
    >>> found.is_true, found.counts["ok"], found.not_given["nikkei_poll_2018"]
    (True, 0, 1)
    """
    finders = {source: Finder(text) for source, text in texts.items()}
    checked = []
    for cited in citations(file):
        finder = finders.get(cited.source)
        checked.append(Checked(cited, None if finder is None else finder.find(_wanted(cited))))
    return Verified(tuple(checked))


def citations(file: CaseFile) -> Iterator[Cited]:
    """Yield every citation of a case, those of its claims among them, in the order of the file's parts."""
    for path, cite in all_cites(file):
        yield Cited(
            element(path[:-2] if path[-2:-1] == ("cite",) else path),
            cite.source,
            cite.at or "",
            cite.words or "",
            cite.voice or "",
            cite.sha256 or "",
        )
    for slug, claim in file.claims.items():
        source = claim.source or (file.asked_in if claim.at or claim.words else None)
        if source is not None:
            said = (claim.at or "", claim.words or "", claim.voice or "", claim.sha256 or "")
            yield Cited(f"claims.{slug}", source, *said)


def element(path: Path) -> str:
    """Return a path as people read it: lists count from 1.

    Examples
    --------
    >>> element(("decision_makers", "japan", "prefers", "statements", 0))
    'japan.prefers.statements.1'
    """
    parts = [str(part + 1) if isinstance(part, int) else part for part in path if part != "decision_makers"]
    return ".".join(parts)


def _wanted(cited: Cited) -> Wanted:
    place = characters(cited.at)
    return Wanted(None if place is None else Span(*place), cited.sha256, cited.words)
