"""One name for a person over several articles, and the side a speaker speaks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from detente.text.ledger import Speaker

_ALIKE = 92
_MOST = 400


def side_of(speaker: Speaker) -> tuple[str | None, str | None]:
    """Return the state or organisation that somebody speaks for, as it is called today, and the former one it was then.

    Examples
    --------
    >>> side_of(Speaker("SUN", standing="party", entity="SUN"))
    ('RUS', 'SUN')
    >>> side_of(Speaker("Ana Belo", "professor", standing="third party"))
    (None, None)
    """
    from detente.text.gazetteer import gazetteer

    if speaker.standing != "party":
        return None, None
    entity = speaker.entity
    if entity is None:
        words = ", ".join(part for part in (speaker.organisation, speaker.role, speaker.name) if part)[:300]
        entity = next((found.name.actor for found in gazetteer().find(words)), None)
    former = gazetteer().former(entity) if entity is not None else None
    return (entity, None) if former is None else (former.successor, entity)


def one_name(speakers: Iterable[tuple[str, str | None]]) -> Mapping[tuple[str, str | None], str]:
    """Return the name to use for each (name, side): a surname alone is the one full name, near spellings are one.

    Examples
    --------
    >>> found = one_name([("Sergei Orlov", "RUS"), ("Orlov", "RUS"), ("Sergey Orlov", "RUS"), ("Orlov", "UKR")])
    >>> sorted(found.values())
    ['Orlov', 'Sergei Orlov', 'Sergei Orlov', 'Sergei Orlov']
    """
    from rapidfuzz.fuzz import ratio

    given = sorted(set(speakers), key=lambda each: (each[1] or "", -len(each[0].split()), each[0]))
    made: dict[tuple[str, str | None], str] = {}
    kept: dict[str | None, list[str]] = {}
    for name, side in given:
        known = kept.setdefault(side, [])
        near = [
            full for full in known[:_MOST] if _is_surname_of(name, full) or ratio(_spelt(name), _spelt(full)) >= _ALIKE
        ]
        is_one = len(near) == 1 or (near and len(name.split()) > 1)
        made[name, side] = near[0] if is_one else name
        if not is_one:
            known.append(name)
    return made


def _spelt(name: str) -> str:
    """Return a name with the letters of transcription made one: Sergey is Sergei."""
    return name.lower().replace("y", "i").replace("ii", "i")


def _is_surname_of(name: str, full: str) -> bool:
    return len(name.split()) == 1 and full.split()[-1:] == [name]
