"""What a state would take to hold, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from detente.analysis.attain import Step
from detente.analysis.incentives.carrots import Carrots, ConceptCarrots
from detente.analysis.incentives.demotions import Together
from detente.analysis.incentives.k_implementation import KImplementation, Promise
from detente.analysis.incentives.least import MOST_FOUND
from detente.analysis.incentives.sticks import Stick, Threatened
from detente.analysis.incentives.transfers import Price
from detente.case.build import Case
from detente.explain.words import capital, counted, listed, parties, state_name
from detente.model.conflict import Conflict

MOST_WAYS = 3


def verdict(found: Carrots) -> str:
    """Say under which concepts the state holds already."""
    holds = [name for name, c in found.concepts.items() if c.holds]
    fails = [name for name, c in found.concepts.items() if not c.holds]
    if not fails:
        return f"Nothing to pay: it holds already, under {listed(holds)}."
    if not holds:
        return f"By itself it does not hold under {listed(fails, 'or')}."
    return f"It holds already under {listed(holds)}, and does not under {listed(fails, 'or')}."


def given_up(case: Case, found: Carrots, given: ConceptCarrots) -> list[str]:
    """Say which states would have to be liked less under one concept: a sentence for each way."""
    fewest = given.demotions
    if not fewest.together:
        return [_none(case, found, given)]
    if given.coupled:
        ways = [_way(case, found.conflict, way) for way in fewest.together[:MOST_WAYS]]
        more = len(fewest.together) - len(ways)
        rest = (
            f"{'At least ' if not fewest.complete else ''}{counted(more, 'other way', 'other ways')} of the same size."
        )
        return [*ways, *([capital(rest)] if more else [])]
    return [
        _parts(case, found.conflict, i, parts, whole=len(parts) < MOST_FOUND)
        for i, parts in fewest.by_dm.items()
        if any(parts)
    ]


def _none(case: Case, found: Carrots, given: ConceptCarrots) -> str:
    fewest = given.demotions
    if fewest.exact:
        whom = parties(case, [slug for slug, stable in given.stable.items() if not stable and slug not in found.vary])
        return f"Nothing that {parties(case, found.vary)} could be given is enough: {whom} would still leave."
    least, most = counted(fewest.at_least, "demotion"), fewest.at_most
    up_to = f", and {counted(most, 'demotion')} at most: every improvement" if most is not None else ""
    return f"The search was given up. It takes {least} at least{up_to}."


def _way(case: Case, conflict: Conflict, way: Together) -> str:
    slugs = conflict.structure.slugs
    each = [
        f"{case.dm_called(slugs[i])} no longer prefers {names(case, conflict, part)} to it"
        for i, part in way.items()
        if part
    ]
    return f"{capital('; '.join(each))}."


def _parts(case: Case, conflict: Conflict, player: int, parts: Sequence[tuple[int, ...]], *, whole: bool) -> str:
    who = case.dm_called(conflict.structure.slugs[player])
    shown = [names(case, conflict, part) for part in parts[: MOST_WAYS if len(parts[0]) < MOST_WAYS else 1]]
    more = len(parts) - len(shown)
    ways = [*shown, *([_others(len(parts[0]), more, whole=whole)] if more else [])]
    first, *rest = ways
    lead = f"{capital(who)} no longer prefers {first} to it"
    return f"{lead}, or {', or '.join(rest)}; one of these is enough." if rest else f"{lead}."


def _others(size: int, more: int, *, whole: bool) -> str:
    """Say that there are further states, or sets of that size."""
    noun, rest = ("other state", "") if size == 1 else ("other set", f" of {size}")
    number = counted(more, noun)
    if more == 1 and whole:
        return f"{number}{rest}"
    return f"one of {'' if whole else 'at least '}{number}{rest}"


def names(case: Case, conflict: Conflict, states: Sequence[int]) -> str:
    """Name some states."""
    return listed([state_name(case, conflict.states.pattern(s)) for s in states])


def payment(case: Case, conflict: Conflict, by_dm: Mapping[int, Price | None]) -> str:
    """Say who is paid what."""
    slugs = conflict.structure.slugs
    each = [f"{p} for {case.dm_called(slugs[i])}" for i, p in by_dm.items() if p is not None and (p.amount or p.more)]
    return listed(each)


def no_price(case: Case, found: Carrots, given: ConceptCarrots) -> str:
    """Say why a concept has no price in payments."""
    leaving = [slug for slug, stable in given.stable.items() if not stable]
    if unpriced := [slug for slug in leaving if slug not in found.priced]:
        known = payment(case, found.conflict, given.transfers.by_dm) if given.transfers is not None else ""
        why = f"the case gives an order only, and no numbers, for {parties(case, unpriced)}"
        return f"{known}, and there is no price for the rest: {why}" if known else f"no price, since {why}"
    if fixed := [slug for slug in leaving if slug not in found.vary]:
        return f"no price, since {parties(case, fixed)} would leave and cannot be paid"
    return "no price was found"


def unpriced(case: Case, slugs: Sequence[str]) -> str:
    """Say for whom there can be no price in payments."""
    return f"There is an order only for {parties(case, slugs)}; a price in payments needs payoffs or weights."


def threat(case: Case, conflict: Conflict, slug: str, given: Threatened) -> str:
    """Say what others could do about an improvement, and whether they would."""
    move = state_name(case, conflict.states.pattern(given.move))
    start = f"{capital(case.dm_called(slug))} would go to {move}"
    if not given.sticks:
        return f"{start}. Nothing that the others can do there would make it regret that."
    return f"{start}. {stick(case, conflict, given.sticks[0])}"


def stick(case: Case, conflict: Conflict, given: Stick) -> str:
    """Say by which moves something is taken back, and whether they would be made."""
    told = ", then ".join(_step(case, conflict, s) for s in given.path)
    if given.credible:
        whose = "its own improvement" if len(given.path) == 1 else "each move an improvement of whoever makes it"
        return f"Credible: {told}, {whose}."
    unwilling = [
        f"{case.dm_called(conflict.structure.slugs[i])} would {'be worse off' if how == 'worse' else 'gain nothing'}"
        for i, how in given.unwilling
    ]
    return f"Needs a commitment: {told}, but {listed(unwilling)} by that."


def _step(case: Case, conflict: Conflict, step: Step) -> str:
    who = case.dm_called(conflict.structure.slugs[step.by[0]])
    return f"{who} could go on to {state_name(case, conflict.states.pattern(step.end))}"


def implemented(case: Case, conflict: Conflict, given: KImplementation) -> Iterator[str]:
    """Yield what an outside party pays and promises."""
    slugs = conflict.structure.slugs
    if not given.cost:
        yield "Nobody needs to be paid, since nobody could gain by choosing otherwise alone."
    else:
        each = [f"{amount} to {case.dm_called(slugs[i])}" for i, amount in given.paid.items() if amount]
        yield f"It pays {listed(each)}: {given.cost} in all."
    if not given.in_all:
        yield "It has to promise nothing more: whatever the others choose, nobody would rather choose otherwise."
        return
    where = "a profile" if given.in_all == 1 else "profiles"
    yield (
        f"So that nobody has to trust the others, the outside party also makes {counted(given.in_all, 'promise')} for "
        f"{where} that will not come about. No more than {given.promised} would fall due at any one profile, and "
        "nothing does if all are believed."
    )


def promise(case: Case, conflict: Conflict, given: Promise) -> str:
    """Say one promise, and whether somebody could keep it without paying."""
    slugs, pattern = conflict.structure.slugs, conflict.states.pattern
    at, rather = state_name(case, pattern(given.at)), state_name(case, pattern(given.instead))
    said = (
        f"{capital(case.dm_called(slugs[given.to]))} is promised {given.amount} at {at}, since it would prefer {rather}"
    )
    if given.by is None or given.end is None:
        return f"{said}. Needs a commitment: nobody here has a move that would make up for it."
    how = f"{case.dm_called(slugs[given.by])} could make up for it by going to {state_name(case, pattern(given.end))}"
    if given.credible:
        return f"{said}. Credible even without: {how}, and would gain by that."
    return f"{said}. Needs a commitment: {how}, but would not gain by that."
