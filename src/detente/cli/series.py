"""Several articles on the command line: each with its day, read anew or as a ledger that was saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from detente.cli import articles

if TYPE_CHECKING:
    from detente.text.ledger import Ledger
    from detente.text.series import Series

_HEAD = 4096


def series_of(
    files: Sequence[str], dates: Sequence[str], same: str | None, about: str | None, speaker: str | None
) -> Series:
    """Return the series of files; see `detente.cli.articles.source_of` for what can go wrong with each.

    Raises
    ------
    WrongUsage
        If a date is none, names a file that is not there, or the standard input is named twice.
    NoLedger
        If a saved ledger is none, or was shared without the article's words.
    """
    from detente.cli.ending import WrongUsage
    from detente.text.series import SameAs, load_same, series

    if list(files).count("-") > 1:
        raise WrongUsage("- is the standard input, and can be named once")
    days = _days(files, dates)
    groups = SameAs() if same is None else load_same(same, articles.text_of(same))
    ledgers = [_ledger(file, days.get(file)) for file in files]
    return series(ledgers, groups, about=about, speaker=speaker)


def _days(files: Sequence[str], dates: Sequence[str]) -> dict[str, str]:
    """Return the day of each file that one is given for."""
    from detente.cli.ending import WrongUsage
    from detente.errors import did_you_mean

    found: dict[str, str] = {}
    for given in dates:
        name, sign, day = given.rpartition("=")
        if not sign and len(files) > 1:
            raise WrongUsage(f"--date wants FILE=YYYY-MM-DD where there are several files, and not {given}")
        wanted = [file for file in files if not sign or file == name or Path(file).name == name]
        if not wanted:
            raise WrongUsage(f"--date names {name}, which is none of the files; {did_you_mean(name, files)}")
        found.update(dict.fromkeys(wanted, day))
    return found


def _ledger(file: str, day: str | None) -> Ledger:
    path = Path(file)
    if file != "-" and path.is_file():
        with path.open("rb") as opened:
            head = opened.read(_HEAD)
        if head.lstrip()[:1] == b"{" and b'"text_sha256"' in head:
            return _saved(file, path.read_bytes(), day)
    return articles.ledger_of(file, articles.Taking(date=day))


def _saved(file: str, data: bytes, day: str | None) -> Ledger:
    from detente.formats.ledgers.load import NoLedger, load_ledger

    ledger = load_ledger(data, file)
    if ledger.paragraphs and not ledger.source.text:
        raise NoLedger(f"{file} was shared without the article's words; name the article instead")
    if day is None:
        return ledger
    return replace(ledger, source=replace(ledger.source, document_date=articles.day_of(day), date_basis="given"))
