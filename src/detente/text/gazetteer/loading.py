"""The gazetteer's data files: literal blocks of YAML, a line an entry, which read in milliseconds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files

from detente.text.gazetteer.names import Former, Name


@cache
def blocks(name: str) -> dict[str, str]:
    """Return the blocks of a data file beside this module by their keys."""
    from ruamel.yaml import YAML

    text = (files(__package__) / f"{name}.yaml").read_text(encoding="utf-8")
    return dict(YAML(typ="safe", pure=True).load(text))


def listed(text: str, mark: str = ",") -> tuple[str, ...]:
    """Return the items of lines that a mark keeps apart."""
    return tuple(item.strip() for line in text.splitlines() for item in line.split(mark) if item.strip())


def all_names() -> Iterator[tuple[str, Name]]:
    """Return every phrase with what it says; where a phrase comes twice, the first stands."""
    yield from _organisations()
    yield from _seats()
    for code, fields in _entries("states", "states"):
        yield from _state(code, *fields)
    for code, fields in _entries("former", "former"):
        names, adjectives, people = fields[3:6]
        yield from _state(code, names, adjectives, people, "")


def former_states() -> tuple[dict[str, Former], dict[str, tuple[Former, ...]]]:
    """Return the former states by code, and by the capital or seat that stood for them (Moscow, the Kremlin)."""
    codes: dict[str, Former] = {}
    seats: dict[str, tuple[Former, ...]] = {}
    for code, fields in _entries("former", "former"):
        first, last, successor = fields[:3]
        codes[code] = Former(code, date.fromisoformat(first), date.fromisoformat(last), successor)
        for seat in listed(fields[6]):
            seats[seat] = (*seats.get(seat, ()), codes[code])
    return codes, seats


def _entries(file: str, block: str) -> Iterator[tuple[str, list[str]]]:
    for line in blocks(file)[block].splitlines():
        code, _, rest = line.partition(":")
        yield code.strip(), [part.strip() for part in rest.split("|")]


def _organisations() -> Iterator[tuple[str, Name]]:
    for entity, (others,) in _entries("organisations", "organisations"):
        name = Name(entity, "organisation")
        yield from ((phrase, name) for phrase in (entity, *listed(others)))


def _seats() -> Iterator[tuple[str, Name]]:
    for entity, (buildings,) in _entries("seats", "seats"):
        name = Name(entity, "government")
        yield from ((phrase, name) for phrase in listed(buildings))


def _state(code: str, names: str, adjectives: str, people: str, capitals: str) -> Iterator[tuple[str, Name]]:
    describing = listed(adjectives)
    yield from ((phrase, Name(code, "state", adjective=phrase in describing)) for phrase in listed(names))
    for capital in listed(capitals):
        yield capital, Name(code, "capital", acting=_acting().get(capital, ""))
    persons = _persons(describing, listed(people))
    for phrase in dict.fromkeys((*describing, *persons)):
        yield phrase, Name(code, "demonym", phrase in describing, phrase in persons)


@cache
def _acting() -> dict[str, str]:
    return {capital: entity for capital, (entity,) in _entries("seats", "acting")}


def _persons(adjectives: tuple[str, ...], people: tuple[str, ...]) -> tuple[str, ...]:
    # "+" is every adjective with an s, and the adjective itself for one person; "=" the adjective as it is.
    persons: list[str] = []
    for item in people:
        persons += [*adjectives, *(f"{each}s" for each in adjectives)] if item == "+" else []
        persons += adjectives if item == "=" else []
        persons += [item] if item not in {"+", "="} else []
    return tuple(dict.fromkeys(persons))
