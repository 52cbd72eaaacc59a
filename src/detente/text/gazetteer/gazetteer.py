"""Finding the names of states, capitals, governments, peoples and organisations in a text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, cached_property

from detente.text.gazetteer.loading import all_names, blocks, former_states, listed
from detente.text.gazetteer.names import Former, Found, Name, Place
from detente.text.gazetteer.tokens import Tokens
from detente.text.span import Span

_Phrase = tuple[tuple[str, ...], tuple[bool, ...], Name | None]
_Table = dict[str, list[_Phrase]]
_ENGLISH_WORDS = frozenset({"US", "WHO", "AU", "CIS"})


class Gazetteer:
    """Names by their first word; the longest that fits is taken, and only where it begins and ends at whole words.

    Letters count as they stand: "us", "turkey" and "polish" are no names. A headline in capitals is read too ("MOSCOW
    SAYS"), but there "US" is a name only after "THE". Names that mean something else ("the South China Sea", "Bank of
    Japan") are known, and found as nothing.
    """

    def __init__(self) -> None:
        self._names: dict[str, Name] = {}
        self._table: _Table = {}
        for phrase, name in all_names():
            if phrase not in self._names:
                self._names[phrase] = name
                self._enter(phrase, name)
        others = blocks("others")
        for phrase in (*listed(others["names"]), *listed(others["towns"], ";")):
            self._enter(phrase, None)
        for phrases in self._table.values():
            phrases.sort(key=lambda phrase: -len(phrase[0]))
        self._codes, self._seats = former_states()

    def _enter(self, phrase: str, name: Name | None) -> None:
        tokens = Tokens(phrase, Span(0, len(phrase)))
        keys = tuple(tokens.keys)
        apart = tuple(not tokens.touches(at) for at in range(len(keys)))
        self._table.setdefault(keys[0], []).append((keys, apart, name))

    @cached_property
    def _capitals(self) -> _Table:
        """The same names as a headline in capitals has them."""
        table: _Table = {}
        for phrases in self._table.values():
            for keys, apart, name in phrases:
                loud = tuple(key.upper() for key in keys)
                if loud != keys and len("".join(keys)) > 3:
                    table.setdefault(loud[0], []).append((loud, apart, name))
        for phrases in table.values():
            phrases.sort(key=lambda phrase: -len(phrase[0]))
        return table

    def lookup(self, phrase: str) -> Name | None:
        """Return what a phrase names when it is taken by itself, or None.

        Examples
        --------
        >>> gazetteer().lookup("the Kremlin").entity
        'RUS'
        >>> gazetteer().lookup("turkey") is None
        True
        """
        tokens = Tokens(phrase, Span(0, len(phrase)))
        first = 1 if tokens.key(0) in {"the", "The"} else 0
        found = self._at(tokens, first)
        return found[1] if found is not None and first + found[0] == len(tokens) else None

    def find(self, text: str, span: Span | None = None) -> Iterator[Found]:
        """Return the names in a stretch of text, from left to right and apart; the cost is linear in its length.

        Examples
        --------
        >>> text = "US-Japan ties worry the U.S.S.R. and us"
        >>> [(found.span.of(text), found.name.entity) for found in gazetteer().find(text)]
        [('US', 'USA'), ('Japan', 'JPN'), ('U.S.S.R.', 'SUN')]
        """
        tokens = Tokens(text, span or Span(0, len(text)))
        for place in self.places(tokens):
            yield Found(Span(tokens.starts[place.first], tokens.ends[place.last - 1]), place.name)

    def places(self, tokens: Tokens) -> Iterator[Place]:
        """Return the names in tokens, as `find` does."""
        end = 0
        for at, key in enumerate(tokens.keys):
            if at < end or (key not in self._table and not (len(key) > 1 and key.isupper())):
                continue
            found = self._at(tokens, at)
            if found is not None:
                end = at + found[0]
                if found[1] is not None:
                    yield Place(at, end, found[1])

    def former(self, entity: str) -> Former | None:
        """Return the former state of that code, or None where the state is one of today."""
        return self._codes.get(entity)

    def stood_for(self, phrase: str) -> tuple[Former, ...]:
        """Return the former states that a capital or seat stood for: Moscow for the Soviet Union.

        Examples
        --------
        >>> gazetteer().stood_for("Moscow")[0].successor
        'RUS'
        """
        return self._seats.get(phrase) or self._seats.get(phrase.title(), ())

    def _at(self, tokens: Tokens, at: int) -> tuple[int, Name | None] | None:
        key = tokens.key(at)
        for table in (self._table, self._capitals) if len(key) > 1 and key.isupper() else (self._table,):
            for keys, apart, name in table.get(key, ()):
                if _fits(tokens, at, keys, apart) and not _only_a_word(tokens, at, keys):
                    return len(keys), name
        return None


def _fits(tokens: Tokens, at: int, keys: tuple[str, ...], apart: tuple[bool, ...]) -> bool:
    end = at + len(keys)
    if tuple(tokens.keys[at:end]) != keys:
        return False
    if any(tokens.touches(at + here) == apart[here] for here in range(1, len(keys))):
        return False
    return not (keys[-1] == "." and end < len(tokens) and tokens.touches(end) and tokens.words[end][0].isalpha())


def _only_a_word(tokens: Tokens, at: int, keys: tuple[str, ...]) -> bool:
    # "JOIN US NOW": among words in capitals these are English words, unless an article goes before.
    if len(keys) > 1 or keys[0] not in _ENGLISH_WORDS or tokens.key(at - 1) in {"the", "THE", "The"}:
        return False
    near = [tokens.key(place) for place in (at - 2, at - 1, at + 1, at + 2)]
    return sum(word.isupper() and word.isalpha() and len(word) > 2 for word in near) > 1


@cache
def gazetteer() -> Gazetteer:
    """Return the gazetteer of the package; it is read once, within some 30 ms."""
    return Gazetteer()
