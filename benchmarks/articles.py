"""Articles in the manner of news, made from a seed with who says each quote, and texts that are hard for a reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from random import Random

FIRST = ("Ana", "Kari", "Tomas", "Leila", "Pavel", "Ingrid", "Marco", "Sofia", "Yusuf", "Greta")
LAST = ("Belo", "Holm", "Varga", "Haddad", "Novak", "Lindqvist", "Ferrari", "Kovacs", "Demir", "Aalto")
STATES = ("Portugal", "Norway", "Hungary", "Lebanon", "Slovakia", "Sweden", "Italy", "Turkey", "Finland", "Japan")
CAPITALS = ("Lisbon", "Oslo", "Budapest", "Beirut", "Bratislava", "Stockholm", "Rome", "Ankara", "Helsinki", "Tokyo")
ROLES = ("foreign minister", "defence minister", "chief negotiator", "president", "trade minister")
THINGS = (
    "the ferry line across the sound", "the quota for cod", "the bridge at the border", "the two empty islands",
    "the pipeline under the bay", "the list of banned cargoes", "the patrols off the northern coast",
)  # fmt: skip
WANTS = ("hand back", "open", "share", "pay for", "give up", "guard", "talk about")
TIMES = ("on Monday", "last week", "in 1956", "on 3 May", "since 2016", "in the late 1950s", "two days ago")
QUOTES = (
    "We will not {want} {thing} while the ships are there",
    "Nobody asked us about {thing}, and nobody will decide without us",
    "If they {want} {thing}, we can meet them half of the way",
    "It is {time} that this began, and our answer has been the same",
)
FURNITURE = (
    "Advertisement",
    "Read more: {thing} in pictures",
    "Photo: the harbour at {capital}",
    "02:12",
    "12 comments",
)


@dataclass(frozen=True)
class Article:
    """A text, and for each of its quotes, in order, the full name of who says it."""

    text: str
    speakers: tuple[str, ...]


class _Writer:
    """Writes paragraphs; what was said last and by whom is remembered for the pronouns."""

    def __init__(self, seed: int) -> None:
        self.draw = Random(seed)  # noqa: S311 - a text that anybody can make again
        self.speakers: list[str] = []
        self.known: list[int] = []

    def words(self, pattern: str) -> str:
        """Fill a pattern in."""
        choices = {"want": WANTS, "thing": THINGS, "time": TIMES, "capital": CAPITALS, "state": STATES}
        return pattern.format(**{name: self.draw.choice(of) for name, of in choices.items()})

    def quote(self) -> str:
        """Return what somebody says."""
        return self.words(self.draw.choice(QUOTES))

    def paragraph(self) -> str:
        """Return a paragraph of one of five kinds."""
        kinds = (self.introduced, self.introduced, self.again, self.indirect, self.told)
        return self.draw.choice(kinds)()

    def introduced(self) -> str:
        """Somebody is named in full, and goes on as "he" or "she"."""
        who = self.draw.randrange(len(FIRST))
        name = f"{FIRST[who]} {LAST[who]}"
        self.known.append(who)
        self.speakers += [name, name]
        pronoun = "he" if who in (2, 4, 6, 8) else "she"
        role = self.draw.choice(ROLES)
        return (
            f"“{self.quote()},” said {name}, the {role} of {STATES[who]}, {self.draw.choice(TIMES)}. "
            f"“{self.quote()},” {pronoun} added."
        )

    def again(self) -> str:
        """Somebody who was named before is called by the surname."""
        if not self.known:
            return self.introduced()
        who = self.draw.choice(self.known)
        self.speakers.append(f"{FIRST[who]} {LAST[who]}")
        return f"{LAST[who]} told reporters in {self.draw.choice(CAPITALS)}: “{self.quote()}.”"

    def indirect(self) -> str:
        """States want, refuse and say."""
        first, second = self.draw.sample(STATES, 2)
        return self.words(
            f"{first} wants to {{want}} {{thing}}, but {second} refuses to do so unless {{capital}} agrees to "
            "{want} it. "
            f"Officials in {{capital}} said that {second} had offered to {{want}} {{thing}} {{time}}."
        )

    def told(self) -> str:
        """The article's own voice."""
        return self.words(
            "Talks about {thing} began {time} and broke off {time}. The boats of {state} stayed in port, and those of "
            "{state} went out again. A vote could be seen as a first step towards {thing}."
        )


def article(size: int, seed: int = 5, *, joined: str = "\n\n") -> Article:
    """Return an article of at least so many characters: a headline, paragraphs, and furniture between them.

    Parameters
    ----------
    size : int
        How many characters at least; no paragraph is cut.
    seed : int
        The same seed gives the same article.
    joined : str
        What stands between paragraphs; a space makes one giant line without furniture.
    """
    writer = _Writer(seed)
    lines, long = [writer.words("Who will {want} {thing}?")], 0
    while long < size:
        furniture = joined != " " and writer.draw.random() < 0.2
        lines.append(writer.words(writer.draw.choice(FURNITURE)) if furniture else writer.paragraph())
        long += len(lines[-1]) + len(joined)
    return Article(joined.join(lines) + "\n", tuple(writer.speakers))


def _numbered(pattern: str, joined: str, size: int) -> str:
    def lines() -> Iterator[str]:
        written = number = 0
        while written < size:
            line = pattern.format(_letters(number))
            written += len(line) + len(joined)
            number += 1
            yield line

    return joined.join(lines())


def _letters(number: int) -> str:
    return "".join(chr(97 + number // 26**k % 26) for k in range(4))


HARD: dict[str, Callable[[int], str]] = {
    "paragraphs": lambda size: article(size).text,
    "one giant line": lambda size: article(size, joined=" ").text,
    "nothing but quotes": partial(_numbered, "“We will not sign {}.”", "\n"),
    "quotes in one line": partial(_numbered, "“We will not sign {},” Ana Belo said.", " "),
    "near-duplicate paragraphs": partial(
        _numbered, "The harbour board met on Monday and agreed that pier {} would be dredged.", "\n"
    ),
    "brackets": lambda size: "The board said (" + "(" * size,
    "names": partial(_numbered, "Ana B{} said that it was so.", "\n"),
    "one name, many people": partial(_numbered, "President K{} Belo said that it was so.", "\n"),
    "he said, he said": lambda size: "he said, " * (size // 9 + 1),
}
"""What grows, and how it is written: each in the shape that asks most of some rule."""
