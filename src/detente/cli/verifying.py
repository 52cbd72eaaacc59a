"""What ``detente verify`` compares: a case or a ledger, and the articles that are given for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from detente.cli.articles import Taking, source_of
from detente.cli.ending import WrongUsage
from detente.text.again import STATUSES, Again, Finder, Status

if TYPE_CHECKING:
    from detente.case.build import Case
    from detente.drafting.verify.cited import Verified
    from detente.drafting.verify.sources import Given
    from detente.formats.ledgers.shape import LedgerFile
    from detente.text.ledger import Source


@dataclass(frozen=True, slots=True)
class VerifiedCase:
    """A case, the articles that were given for its sources, and what has become of its citations."""

    case: Case
    given: tuple[Given, ...]
    verified: Verified


@dataclass(frozen=True, slots=True)
class VerifiedLedger:
    """A ledger, the article that it was compared with, and what has become of its places, by name."""

    name: str
    article: Source
    is_same: bool
    places: tuple[tuple[str, Again], ...]

    @property
    def counts(self) -> dict[Status, int]:
        """How many places have each status."""
        found = Counter(again.status for _, again in self.places)
        return {status: found[status] for status in STATUSES}

    @property
    def is_true(self) -> bool:
        """Whether nothing was lost."""
        return not self.counts["lost"]


def verified_case(
    what: str, variant: str | None, files: Sequence[str], named: Sequence[str], taking: Taking
) -> VerifiedCase:
    """Compare the citations of a case with the articles that are given.

    Raises
    ------
    WrongUsage
        If no article is given.
    CaseError, UnknownName, SourceError
        If the case or an article cannot be read, or it cannot be told which source an article is.
    """
    from detente.drafting.verify.cited import verify
    from detente.drafting.verify.sources import assigned
    from detente.formats import load

    pairs = [_pair(text) for text in named]
    if not files and not pairs:
        raise WrongUsage("name the article too, such as detente verify case.yaml article.txt")
    case = load(what, variant=variant)
    articles = [source_of(file, taking) for file in files]
    given = assigned(case.file, articles, {slug: source_of(file, taking) for slug, file in pairs})
    return VerifiedCase(case, given, verify(case.file, {g.slug: g.source.text for g in given}))


def _pair(text: str) -> tuple[str, str]:
    name, sign, file = text.partition("=")
    if not sign or not name or not file:
        raise WrongUsage(f"--source wants NAME=FILE, such as memo=memo.txt, and not {text}")
    return name, file


def verified_ledger(what: str, files: Sequence[str], named: Sequence[str], taking: Taking) -> VerifiedLedger:
    """Compare every place of a ledger with its article.

    Raises
    ------
    WrongUsage
        If it is not one article that is given.
    UnknownName, DetenteError
        If one of the files cannot be read.
    """
    from detente.formats.ledgers.places import places

    if len(files) != 1 or named:
        raise WrongUsage("a ledger has one article: detente verify ledger.json article.txt")
    ledger, article = _ledger(what), source_of(files[0], taking)
    finder = Finder(article.text)
    found = tuple((name, finder.find(wanted)) for name, wanted in places(ledger))
    return VerifiedLedger(what, article, ledger.source.sha256 == article.sha256, found)


def _ledger(name: str) -> LedgerFile:
    from pydantic import ValidationError

    from detente.errors import DetenteError, UnknownName
    from detente.formats.ledgers.shape import LedgerFile

    path = Path(name)
    if not path.is_file():
        raise UnknownName(f"there is no file {name}")
    try:
        return LedgerFile.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or "the JSON"
        message = f"{name} is no ledger of detente read --json: {where}: {first['msg'].removeprefix('Value error, ')}"
        raise DetenteError(message) from None
