"""Several articles on the command line: each with its day, read anew or as a ledger that was saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from detente.cli import articles

if TYPE_CHECKING:
    from detente.text.ledger import Ledger
    from detente.text.series import Series


@dataclass(frozen=True, slots=True)
class Asked:
    """Which claims are asked for: with one of these words, by this speaker."""

    about: str | None = None
    speaker: str | None = None


def series_of(
    files: Sequence[str], dates: Sequence[str], same: str | None, sides: Sequence[str], asked: Asked
) -> Series:
    """Return the series of files; see `detente.cli.articles.source_of` for what can go wrong with each.

    Raises
    ------
    WrongUsage
        If a date or side is none, a date names a file that is not there, or the standard input is named twice.
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
    return series(ledgers, groups, about=asked.about, speaker=asked.speaker, sides=_sides(sides))


def _sides(given: Sequence[str]) -> dict[str, str]:
    """Return for whom persons speak, as the options say: a name of a state or its code."""
    from detente.cli.ending import WrongUsage
    from detente.text.gazetteer import gazetteer

    found: dict[str, str] = {}
    for each in given:
        name, sign, side = (part.strip() for part in each.partition("="))
        known = gazetteer().lookup(side)
        if not sign or not name or not side:
            raise WrongUsage(f"--side wants NAME=STATE, such as 'Ana Belo=Portugal', and not {each}")
        found[name] = side if known is None else known.actor
    return found


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
    from detente.text.reading import read
    from detente.text.source import read_source

    raw = articles.bytes_of(file)
    if articles.is_ledger(raw):
        return _saved(file, raw, day)
    return read(read_source(file, raw, document_date=articles.day_of(day)))


def _saved(file: str, data: bytes, day: str | None) -> Ledger:
    from detente.formats.ledgers.load import NoLedger, load_ledger

    ledger = load_ledger(data, file)
    if ledger.paragraphs and not ledger.source.text:
        raise NoLedger(f"{file} was shared without the article's words; name the article instead")
    if day is None:
        return ledger
    return replace(ledger, source=replace(ledger.source, document_date=articles.day_of(day), date_basis="given"))
