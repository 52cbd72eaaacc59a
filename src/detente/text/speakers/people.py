"""The people of an article: names with the roles and organisations that stand beside them, anywhere in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from detente.text.gazetteer import gazetteer
from detente.text.ledger import Standing
from detente.text.page import Page
from detente.text.span import Span
from detente.text.speakers.roles import role_noun, roles
from detente.text.syntax.words import is_verb

_PART = r"(?:(?:Dr|Mr|Mrs|Ms|Prof|Gen|Lt|Col|Sen|Rep|Gov|Eng|Adm|Capt|Sgt|Rev|Amb|St|Maj)\.|(?:[A-Z]\.){2,3}|[A-ZÀ-ÞĀ-ŽА-Я][\w’'\-]*\w|[A-Z]\.?)"
_LINK = r"(?:(?:de|van|von|der|den|bin|ibn|al|el|da|di|la|le|dos|y|bint)[ \xa0]){1,2}"
_RUN = re.compile(rf"(?<![\w’'])(?:al-|el-)?{_PART}(?:[ \xa0](?:{_LINK})?(?:al-|el-)?{_PART}){{0,6}}")
_POSSESSIVE = re.compile(r"[’']s?$")
_TITLES = frozenset(
    (
        "mr mrs ms miss dr prof professor sir dame lord lady gen lt col maj sgt capt adm rev hon eng h.e ayatollah "
        "sheikh sen rep gov amb president-elect "
    ).split()
)
_NOT_NAMES = frozenset(
    (
        "the a an but and in on at for from with after before when while if as it he she they we i this that these "
        "those his her their its my our your monday tuesday wednesday thursday friday saturday sunday january "
        "february march april may june july august september october november december no yes not so then yet "
        "still however meanwhile also both all some many most one two three asked speaking under according photo "
        "image world cold war one since by to or of what who how why there here today yesterday such even although "
        "though because despite during until unless last next former "
    ).split()
)
_LANDS = frozenset(
    (
        "territories territory islands island isles sea strait ocean river lake mountains peninsula coast bay gulf "
        "canal valley province state states region city town street square bridge station agreement treaty accord "
        "convention declaration war olympics cup act law summit conference "
    ).split()
)
_SHE = frozenset(
    {"mrs", "ms", "miss", "dame", "lady", "spokeswoman", "congresswoman", "queen", "chairwoman", "princess"}
)
GENDERS = {
    **dict.fromkeys(("spokeswoman", "congresswoman", "queen", "chairwoman", "mother", "widow"), "she"),
    **dict.fromkeys(
        ("spokesman", "congressman", "king", "prince", "chairman", "fisherman", "father", "ferryman"), "he"
    ),
}
_HE = frozenset({"mr", "sir", "lord", "spokesman", "congressman", "king", "emperor", "prince", "chairman"})


@dataclass(slots=True)
class Person:
    """Somebody whom the article names.

    Attributes
    ----------
    name, surname : str
        The fullest name, and its last part.
    roles : list of str
        What the article calls them, the most telling first.
    organisation : str or None
        Where they work, as the article has it.
    entity : str or None
        The state or organisation that they speak for: its code.
    standing : str
        ``party``, ``third party``, ``outlet`` or ``unknown``.
    gender : str
        ``he`` or ``she`` where a title says so; else empty.
    spans : list of Span
        Where the full name stands.
    """

    name: str
    surname: str
    roles: list[str] = field(default_factory=list)
    organisation: str | None = None
    entity: str | None = None
    standing: Standing = "unknown"
    gender: str = ""
    spans: list[Span] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class NameRun:
    """A run of words with capital letters: the role before the name, and the name."""

    role: str
    name: str
    span: Span
    start: int
    acts: bool = False
    """Whether what stands next to it is said of people: a verb, "who", "named"."""


def _clean(word: str) -> str:
    return _POSSESSIVE.sub("", word)


def _is_name_word(word: str) -> bool:
    bare = _clean(word).lower().rstrip(".")
    return bare not in _NOT_NAMES and bare not in _TITLES


def name_runs(text: str, span: Span) -> Iterator[NameRun]:
    """Yield the names of people that may stand in a stretch of text, each with the role right before it."""
    for found in _RUN.finditer(text, *span):
        yield from _split(text, found)


def _split(text: str, found: re.Match[str]) -> Iterator[NameRun]:
    words = [Span(found.start() + m.start(), found.start() + m.end()) for m in re.finditer(r"\S+", found.group())]
    at = 0
    while (
        at < len(words)
        and not _is_name_word(words[at].of(text))
        and _clean(words[at].of(text)).lower().rstrip(".") not in _TITLES
    ):
        at += 1
    first = at
    while at < len(words) and (width := _role_width(text, words, at)):
        at += width
    at = max([at, *(k + 1 for k in range(at, len(words) - 1) if _clean(words[k].of(text)).lower() in roles().standing)])
    name = words[at:]
    if not name or any(not _is_name_word(word.of(text)) for word in name):
        return
    said = " ".join(_clean(word.of(text)) for word in name)
    if _no_person(said):
        return
    end = name[-1].start + len(_clean(name[-1].of(text)))
    role = re.sub(r"\S+-born\s+", "", text[words[first].start : name[0].start]).strip() if at > first else ""
    start = words[first].start if at > first else name[0].start
    yield NameRun(role, said, Span(name[0].start, end), start, _acts(text, start, end))


_NEXT = re.compile(r"(?:,[ \xa0]who\b|(?:,[ \xa0]\d\d,)?[ \xa0](?P<word>[a-z’']+))")


def _acts(text: str, start: int, end: int) -> bool:
    if text[max(0, start - 7) : start].rstrip().endswith(("named", " said", "called")):
        return True
    found = _NEXT.match(text, end)
    return found is not None and (found["word"] is None or is_verb(found["word"], "x"))


def _role_width(text: str, words: list[Span], at: int) -> int:
    """Return how many words here belong to a role: Russian, Foreign Minister, Mr."""
    word = _clean(words[at].of(text))
    bare = word.lower().rstrip(".")
    if at + 1 >= len(words):
        return 0
    if bare in _TITLES or bare.endswith("-born") or bare in roles().standing or bare in roles().modifiers:
        return 1
    for width in (3, 2, 1):
        if at + width < len(words) and gazetteer().lookup(" ".join(_clean(w.of(text)) for w in words[at : at + width])):
            return width
    return 0


def _no_person(name: str) -> bool:
    parts = name.split()
    lower = [part.lower() for part in parts]
    if set(lower) & (roles().organisations | _LANDS) or name in roles().outlets or len(parts) > 5:
        return True
    return gazetteer().lookup(name) is not None or any(gazetteer().lookup(part) for part in parts if part.isupper())


_ROLE_BEFORE = re.compile(r"((?:[\w’'\-]+(?:[ \xa0]|,$|$)){1,8})$")
_COMMA_BEFORE = re.compile(r",[ \xa0]$")


def role_before(text: str, start: int, floor: int) -> str:
    """Return the role in small letters right before a name: Kremlin spokesman, former prime minister."""
    comma = _COMMA_BEFORE.search(text, max(floor, start - 4), start)
    found = _ROLE_BEFORE.search(text, max(floor, start - 80), comma.start() + 1 if comma else start)
    if found is None:
        return ""
    kept: list[str] = []
    for word in reversed(found.group().split()):
        bare = word.lower().strip(",")
        if (word.endswith(",") and kept) or not (
            bare in roles().standing
            or bare in roles().modifiers
            or gazetteer().lookup(_clean(word))
            or (kept and word[0].isupper() and bare not in _NOT_NAMES)
        ):
            break
        kept.append(word.strip(","))
    role = " ".join(reversed(kept))
    return role if role_noun(role) else ""


_APPOSITION = re.compile(
    r"\s*(?:\([^)]{1,40}\))?,[ \xa0]+(?:who is |now |currently )?((?:an?|the|one of|his|her|its|their|[A-Z][\w’'\-]+(?:’s|'s))?[ \xa0]?[^,;.“”\"()–—\n]{3,160})"
)


def apposition(text: str, end: int, floor: int) -> str:
    """Return what a name is explained by: ", a professor of law at the University of Oslo"."""
    found = _APPOSITION.match(text, end, min(floor, end + 240))
    if found is None or role_noun(found.group(1)) is None:
        return ""
    words = found.group(1).split()
    noun = role_noun(found.group(1))
    where = next((at for at, word in enumerate(words) if word.lower().strip("’'s") == noun or word.lower() == noun), 99)
    return found.group(1).strip() if where <= 8 and not _another_name(found.group(1)) else ""


def _another_name(words: str) -> bool:
    """Return whether words begin a list of people, and explain nobody: ", US President Joe Biden and"."""
    run = next(name_runs(words, Span(0, len(words))), None)
    return words[:1].isupper() and run is not None and " " in run.name and bool(run.role)


_EMPLOYER = re.compile(
    r"\b(?:at|of|for|from|with)[ \xa0](?:the[ \xa0])?(?:[A-Z][\w’'\-]*\w[’']s?[ \xa0](?=[A-Z]))?((?:[A-Z][\w’'\-&]*)(?:[ \xa0](?:of|for|and|on|the|in|[A-Z][\w’'\-&]*))*[ \xa0][A-Z][\w’'\-&]*|[A-Z][\w’'\-&]+)"
)


def employer(role: str) -> str | None:
    """Return the organisation that a role names, or None.

    Examples
    --------
    >>> employer("a professor of law at the University of Oslo"), employer("the Tokyo campus of Temple University")
    ('University of Oslo', 'Temple University')
    """
    found = [match.group(1) for match in _EMPLOYER.finditer(role)]
    named = [name for name in found if set(name.lower().split()) & roles().organisations]
    if named:
        return named[-1]
    return next((name for name in reversed(found) if gazetteer().lookup(name) is None), None)


def short_role(role: str) -> str:
    """Return a role without its article, employer and relative clause."""
    bare = re.sub(r"^(?:an?|the|one of)\s+", "", role.strip())
    bare = re.split(r"\s(?:who|which|that|at|with|from)\s", bare)[0]
    return bare.strip(" ,")


def state_of(words: str) -> str | None:
    """Return the state or organisation that words speak for: the first name of the gazetteer in them."""
    for found in gazetteer().find(words):
        if words[found.span.end : found.span.end + 5] != "-born" and not words[found.span.end :].startswith("-"):
            return found.name.actor
    return None


SAME_ROLE = (
    {"envoy", "ambassador", "representative"},
    {"spokesman", "spokeswoman", "spokesperson"},
    {"chairman", "chairwoman", "chair"},
    {"adviser", "advisor", "aide"},
    {"professor", "lecturer", "academic"},
    {"chief", "minister", "secretary"},
)


class Registry:
    """All people of an article, looked up by full name, surname or role."""

    def __init__(self) -> None:
        self.people: list[Person] = []
        self._by_name: dict[str, Person] = {}
        self._by_surname: dict[str, list[Person]] = {}
        self._by_part: dict[str, list[Person]] = {}

    def add(self, run: NameRun, role: str) -> Person:
        """Enter a name with a role; a name of one word only where somebody has that surname."""
        known = self._by_name.get(run.name) or (self.surname(run.name.split()[-1]) if " " not in run.name else None)
        if known is None:
            known = Person(run.name, run.name.split()[-1])
            self.people.append(known)
            self._by_name[run.name] = known
            self._by_surname.setdefault(known.surname, []).append(known)
            for part in run.name.split()[:-1]:
                self._by_part.setdefault(part, []).append(known)
        known.spans.append(run.span)
        if role:
            _learn(known, role)
        return known

    def named(self, name: str) -> Person | None:
        """Return the person of that full name or surname."""
        return self._by_name.get(name) or self.surname(name.rsplit(maxsplit=1)[-1])

    def surname(self, surname: str) -> Person | None:
        """Return the person with that surname; the one with the fullest name where several share it."""
        found = self._by_surname.get(surname, [])
        if not found and len(others := self._by_part.get(surname, [])) == 1:
            return others[0]
        return max(found, key=lambda person: (len(person.roles) > 0, len(person.name.split()))) if found else None

    def labelled(self, label: str) -> Person | None:
        """Return the person whom a transcript calls so, in capitals or not."""
        folded = label.casefold()
        exact = [person for person in self.people if person.name.casefold() == folded and not person.name.isupper()]
        last = [
            person
            for person in self.people
            if person.surname.casefold() == folded.split()[-1] and not person.name.isupper()
        ]
        return next(iter([*exact, *last]), None)

    def with_role(self, noun: str, words: Iterable[str]) -> list[Person]:
        """Return the people whose role has that noun, or one that means the same, and all of these words."""
        wanted = {word.lower() for word in words}
        nouns = next((group for group in SAME_ROLE if noun in group), {noun})
        return [
            person
            for person in self.people
            if any(nouns & _role_words(role) and wanted <= _role_words(role) for role in person.roles)
        ]

    def speaking_for(self, entity: str) -> list[Person]:
        """Return the people who speak for a state or organisation."""
        return [person for person in self.people if person.entity == entity]

    def learn(self, person: Person, role: str) -> None:
        """Take in what the article calls somebody elsewhere."""
        _learn(person, role)


def _role_words(role: str) -> set[str]:
    return {re.sub(r"[’']s$", "", word).lower() for word in re.findall(r"[\w’'\-]+", role)}


def _learn(person: Person, role: str) -> None:
    said = short_role(role)
    lower = [part.lower().rstrip(".") for part in role.split()]
    person.gender = person.gender or ("she" if set(lower) & _SHE else "he" if set(lower) & _HE else "")
    if role_noun(said) is None:
        return
    if said not in person.roles:
        person.roles.append(said)
    person.organisation = person.organisation or employer(role)
    standing = standing_of(role)
    if person.standing == "unknown":
        person.standing = standing
        person.entity = state_of(role) if standing == "party" else None


def standing_of(role: str) -> Standing:
    """Return the standing that a role gives: a former minister speaks for nobody."""
    noun = role_noun(role)
    if noun is None:
        return "unknown"
    standing = roles().standing[noun]
    words = set(role.lower().replace("-", " ").split())
    if standing == "party" and words & {"former", "ex", "retired"}:
        return "third party"
    return standing


def registry(page: Page) -> Registry:
    """Return the people that the article names, also in captions, with what it says of them."""
    found = Registry()
    runs: list[tuple[NameRun, str]] = []
    for paragraph in page.paragraphs:
        if paragraph.label in ("boilerplate", "related", "media", "comment-count"):
            continue
        for run in name_runs(page.text, paragraph.span):
            before = role_before(page.text, run.start, paragraph.span.start)
            role = " ".join(filter(None, (before, run.role)))
            runs.append((run, role or apposition(page.text, run.span.end, paragraph.span.end)))
            if role and (more := apposition(page.text, run.span.end, paragraph.span.end)):
                runs.append((run, more))
    _enter(found, runs)
    return found


def _enter(found: Registry, runs: list[tuple[NameRun, str]]) -> None:
    surnames: dict[str, int] = {}
    for run, _ in runs:
        surnames[run.name.split()[-1]] = surnames.get(run.name.split()[-1], 0) + 1
    for run, role in runs:
        if " " in run.name and (role_noun(role) or surnames[run.name.split()[-1]] > 1 or _titled(role) or run.acts):
            found.add(run, role)
    for run, role in runs:
        if " " not in run.name and (role_noun(role) or _titled(role) or found.surname(run.name)):
            found.add(run, role)


def _titled(role: str) -> bool:
    return bool(role) and role.rsplit(maxsplit=1)[-1].lower().rstrip(".") in _TITLES
