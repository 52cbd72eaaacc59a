"""How factors are made of what is written about them, under one reading of each decision maker and in one world."""

from __future__ import annotations

from dataclasses import dataclass, replace

from detente.analysis.causes.changes import Change, Kind, rebuilt
from detente.analysis.causes.factors import Choice, Factor, slug_of
from detente.case.build import Case, Readings
from detente.case.menu import Alternative
from detente.case.menu import Factor as Written
from detente.errors import DetenteError, ModelError, UnknownName, did_you_mean
from detente.model.conflict import Conflict
from detente.model.formula import names
from detente.model.preferences import Prioritised


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes factors of what is written about them."""

    case: Case
    conflict: Conflict
    readings: Readings
    world: str

    def factor(self, written: Written, *, is_derived: bool) -> Factor:
        """Return a factor with its alternatives.

        Raises
        ------
        ModelError
            If it has none under these readings, or one that does not go with its kind.
        """
        kind = slug_of(written).partition(":")[0]
        label, actual, owners, ways = getattr(self, f"_{kind}")(written)
        given = ways if written.alternatives is None else written.alternatives
        choices = [c for way in given if (c := self._choice(kind, written, way)) is not None]
        if is_derived and kind == "option":
            choices = [c for c in choices if self._is_feasible(c.change)]
        if not choices:
            raise ModelError("it has no alternative here")
        return Factor(
            slug_of(written),
            kind,
            (written.owner,) if written.owner is not None else owners,
            written.label or label,
            actual,
            tuple(choices),
            written.cost,
            self._since(kind, written),
            kind == "constraint" and self._is_self_imposed(written.constraint or "", owners),
            written.note,
        )

    def _is_feasible(self, change: Change) -> bool:
        """Whether the status quo is still feasible after a change."""
        try:
            structure, start = rebuilt(self.case, self.world, [change])
            return Conflict(structure, (), start or self.case.start).status_quo >= 0
        except DetenteError:
            return False

    # ------------------------------------------------------------- what it is, whose it is, what it could be

    def _option(self, written: Written) -> tuple[str, str, tuple[str, ...], tuple[Alternative, ...]]:
        option = written.option or ""
        here = self._standing(option)
        other = "N" if here == "Y" else "Y"
        owner = option.partition(".")[0]
        ways = (Alternative(do=other), Alternative(do=here))
        return f"“{self._said(option)[1]}”", here, (owner,), ways

    def _standing(self, option: str) -> str:
        names = self.conflict.structure.option_names
        if option not in names:
            raise UnknownName(f"there is no option {option}; {did_you_mean(option, names)}")
        letter = self.conflict.states.pattern(self.conflict.status_quo)[names.index(option)]
        if letter == "-":
            raise ModelError(f"the status quo leaves {option} open")
        return letter

    def _constraint(self, written: Written) -> tuple[str, str, tuple[str, ...], tuple[Alternative, ...]]:
        name = written.constraint or ""
        known = [c.name for c in self.case.file.constraints if c.name]
        if name not in known:
            raise UnknownName(f"there is no constraint {name}; {did_you_mean(name, known)}")
        if name not in {c.name for c in self.conflict.structure.constraints}:
            raise ModelError(f"it is not in force in the world {self.world}")
        said = next(c for c in self.case.file.constraints if c.name == name)
        owners = tuple(slug for slug in said.by if slug in self.readings)
        return f"the constraint {name}", "in force", owners, (Alternative(absent=True),)

    def _is_self_imposed(self, name: str, owners: tuple[str, ...]) -> bool:
        formula = next(c.forbids for c in self.conflict.structure.constraints if c.name == name)
        bound = {option.partition(".")[0] for option in names(formula)}
        return len(owners) == 1 and owners[0] in bound

    def _direction(self, written: Written) -> tuple[str, str, tuple[str, ...], tuple[Alternative, ...]]:
        option = written.direction or ""
        if option not in self.case.structure.directions:
            raise UnknownName(f"{option} has no direction; {did_you_mean(option, self.case.structure.directions)}")
        if option not in self.conflict.structure.directions:
            raise ModelError(f"it can change both ways in the world {self.world}")
        way = self.conflict.structure.directions[option]
        label = f"`{option}` going one way only ({way})"
        return label, way, (option.partition(".")[0],), (Alternative(absent=True),)

    def _freeze(self, written: Written) -> tuple[str, str, tuple[str, ...], tuple[Alternative, ...]]:
        name = written.freeze or ""
        said = next((f for f in self.case.file.freezes if f.name == name), None)
        if said is None:
            known = [f.name for f in self.case.file.freezes if f.name]
            raise UnknownName(f"there is no freeze named {name}; {did_you_mean(name, known)}")
        owners = tuple(dict.fromkeys(o.partition(".")[0] for o in said.options))
        return f"the freeze {name}", "in force", owners, (Alternative(absent=True),)

    def _preference(self, written: Written) -> tuple[str, str, tuple[str, ...], tuple[Alternative, ...]]:
        dm, place = self._party(written.preference), written.statement or 0
        stated = self.case.preferences[dm][self.readings[dm]]
        if not isinstance(stated, Prioritised):
            raise ModelError(f"{self.case.dm_name(dm)} ranks states here, so it has no statement {place}")
        if place > len(stated.statements):
            raise ModelError(f"{self.case.dm_name(dm)} has only {len(stated.statements)} statements here")
        wording = stated.statements[place - 1].wording
        ways = (Alternative(drop=True), Alternative(negate=True))
        return f"{self.case.dm_called(dm)} wanting `{wording}`", wording, (dm,), ways

    def _pair(self, written: Written) -> tuple[str, str, tuple[str, ...], tuple[Alternative, ...]]:
        pair = written.pair
        assert pair is not None  # noqa: S101 - the kind says so
        dm = self._party(pair.dm)
        is_above = self._is_above(dm, pair.state, pair.to)
        said = "above" if is_above else "not above"
        return (
            f"{self.case.dm_called(dm)} ranking {pair.state} {said} {pair.to}",
            said,
            (dm,),
            (Alternative(absent=True),),
        )

    def _is_above(self, dm: str, state: str, other: str) -> bool:
        ranks = self.conflict.orders[self.conflict.structure.player(dm)].ranks
        places = self.conflict.states.index(state), self.conflict.states.index(other)
        return bool(ranks[places[0]] > ranks[places[1]])

    def _reading(self, written: Written) -> tuple[str, str, tuple[str, ...], tuple[Alternative, ...]]:
        dm = self._party(written.reading)
        ways = tuple(Alternative(reading=r) for r in self.case.preferences[dm])
        called = self.case.reading_label(dm, self.readings[dm])
        return f"what {self.case.dm_called(dm)} wants", called, (dm,), ways

    def _party(self, slug: str | None) -> str:
        if slug is None or slug not in self.readings:
            raise UnknownName(f"there is no decision maker {slug}; {did_you_mean(slug or '', self.readings)}")
        return slug

    def _since(self, kind: str, written: Written) -> str | None:
        since = written.since
        start = self.case.file.status_quo
        if since is None and kind == "constraint":
            since = next(c.since for c in self.case.file.constraints if c.name == written.constraint)
        if since is None and kind == "option" and isinstance(start, dict) and written.option in start:
            since = start[written.option].since
        return None if since is None else str(since)

    # -------------------------------------------------------------------------------------------- alternatives

    def _choice(self, kind: str, written: Written, way: Alternative) -> Choice | None:
        """Return one alternative of a factor; None where it is what the factor is already."""
        made = self._plain_choice(kind, written, way)
        return replace(made, words=way.label) if made is not None and way.label is not None else made

    def _plain_choice(self, kind: str, written: Written, way: Alternative) -> Choice | None:
        if way.reading is not None and kind in {"reading", "preference"}:
            return self._read_as(written.reading or written.preference or "", way.reading)
        if kind == "option" and (way.do or way.start):
            return self._standing_otherwise(written, way)
        if kind == "preference" and (way.drop or way.negate or way.place):
            return self._restated(written, way)
        if kind in {"constraint", "direction", "freeze", "pair"} and way.absent:
            return self._taken_away(kind, written)
        given = ", ".join(way.model_dump(exclude_none=True, exclude={"label"}))
        raise ModelError(f"the alternative {given} does not go with a factor of the kind {kind}")

    def _read_as(self, dm: str, reading: str) -> Choice | None:
        if reading not in self.case.preferences[dm]:
            raise UnknownName(f"{dm} has no reading {reading}; {did_you_mean(reading, self.case.preferences[dm])}")
        if reading == self.readings[dm]:
            return None
        label = self.case.reading_label(dm, reading)
        return Choice(reading, Change("read", dm, reading), f"{self.case.dm_called(dm)} read as “{label}”")

    def _standing_otherwise(self, written: Written, way: Alternative) -> Choice | None:
        option = written.option or ""
        here = self._standing(option)
        if way.start is not None:
            words = f"{_standing_words(self._said(option), written.label, here, way.start)}, and free to change back"
            moved = Choice(f"start_{way.start}", Change("start", option, way.start), words)
            return None if way.start == here else moved
        value = way.do or ""
        if value == here and self.conflict.structure.fixed.get(option) is not None:
            return None
        words = _standing_words(self._said(option), written.label, here, value)
        return Choice(value, Change("do", option, value), words)

    def _said(self, option: str) -> tuple[str, str]:
        """Return an option's owner and meaning in words."""
        owner = option.partition(".")[0]
        meaning = next(o.meaning for dm in self.conflict.decision_makers for o in dm.options if o.name == option)
        return self.case.dm_called(owner), meaning

    def _restated(self, written: Written, way: Alternative) -> Choice | None:
        dm, place = written.preference or "", written.statement or 0
        who, wish = self.case.dm_called(dm), f"`{self._preference(written)[1]}`"
        if way.place is None:
            words = f"{who} without its wish {wish}" if way.drop else f"{who} with the contrary of its wish {wish}"
            kind: Kind = "drop" if way.drop else "negate"
            return Choice(kind, Change(kind, dm, "", place), words)
        stated = self.case.preferences[dm][self.readings[dm]]
        if isinstance(stated, Prioritised) and way.place > len(stated.statements):
            raise ModelError(f"{self.case.dm_name(dm)} has no place {way.place}: {len(stated.statements)} statements")
        if way.place == place:
            return None
        words = f"{who} with its wish {wish} in place {way.place}"
        return Choice(f"place_{way.place}", Change("place", dm, "", place, str(way.place)), words)

    def _taken_away(self, kind: str, written: Written) -> Choice:
        if kind == "constraint":
            name = written.constraint or ""
            return Choice("absent", Change("lift", name), f"without {written.label or f'the constraint {name}'}")
        if kind == "direction":
            option = written.direction or ""
            return Choice("absent", Change("open", option), f"`{option}` free to change both ways")
        if kind == "freeze":
            place = next(k for k, f in enumerate(self.case.file.freezes) if f.name == written.freeze)
            words = f"without {written.label or f'the freeze {written.freeze}'}"
            return Choice("absent", Change("thaw", str(place)), words)
        return self._ranked_otherwise(written)

    def _ranked_otherwise(self, written: Written) -> Choice:
        pair = written.pair
        assert pair is not None  # noqa: S101 - the kind says so
        new = "below" if self._is_above(pair.dm, pair.state, pair.to) else "above"
        words = f"{self.case.dm_called(pair.dm)} ranking {pair.state} just {new} {pair.to}"
        return Choice(new, Change("below" if new == "below" else "above", pair.dm, pair.state, 0, pair.to), words)


def _standing_words(said: tuple[str, str], label: str | None, here: str, value: str) -> str:
    """Say what it means that an option stands otherwise, or can no longer change."""
    if label is not None:
        return f"without {label}" if value == "N" else f"with {label}"
    who, meaning = said
    if value == here:
        return f"“{meaning}” ({who}) ruled out" if value == "N" else f"“{meaning}” ({who}) kept for good"
    return f"“{meaning}” ({who}) given up" if value == "N" else f"“{meaning}” ({who}) done"
