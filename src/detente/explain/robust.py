"""How verdicts fare over all completions, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import ceil, floor

from detente.analysis.robust.hinges import Hinge
from detente.analysis.robust.spread import Spread
from detente.analysis.robust.verdicts import Dropped, Robust, Tally
from detente.case.build import Case
from detente.case.comparison_checks import cited
from detente.case.schema import Comparison
from detente.explain.words import capital, code, counted, listed, outcome_name, quoted

MOST_WORDS = 60
ROUGH = 0.02


def scope(case: Case, found: Robust) -> Iterator[str]:
    """Say what is open, how many completions there are, and which of them were counted."""
    kept = [s for s in found.spreads if s.kind == "fixed" and len(case.preferences[s.dm]) > 1]
    yield f"{_allowed(case, [s for s in found.spreads if s.kind != 'fixed'])}; {_together(found.total)}."
    if kept:
        yield f"{capital(listed([_kept(case, s) for s in kept]))}."
    if found.sampled:
        sure = f"{100 * (found.confidence or 0):g} per cent"
        yield f"Not all were gone through: {found.of:,} were drawn, each as likely as any other (seed {found.seed})."
        yield f"A range holds the share of all of them, each range by itself, at {sure} confidence."
    yield "Each completion is counted once; nobody gave weights, so a share is not a probability."


def _together(total: int) -> str:
    return "one completion" if total == 1 else f"{counted(total, 'completion')} in all"


def _allowed(case: Case, spreads: Sequence[Spread]) -> str:
    sizes = {len(s.items) for s in spreads}
    if len(sizes) == 1 and all(s.kind == "classes" for s in spreads):
        each = listed([f"{s.order.count:,} for {case.dm_called(s.dm)}" for s in spreads])
        return f"Orders of the {counted(sizes.pop(), 'class', 'classes')} that agree with what is known: {each}"
    begin = "What is known allows" if any(s.links for s in spreads) else "There are"
    return f"{begin} {listed([_orders(case, s) for s in spreads])}"


def _orders(case: Case, spread: Spread) -> str:
    orders, size = counted(spread.order.count, "order"), len(spread.items)
    if spread.kind == "classes":
        return f"{orders} of the {counted(size, 'class', 'classes')} for {case.dm_called(spread.dm)}"
    several = len(case.preferences[spread.dm]) > 1
    label = f" of {quoted(case.reading_label(spread.dm, spread.reading or ''))}" if several else ""
    return f"{orders} of the {counted(size, 'statement')}{label} for {case.dm_called(spread.dm)}"


def _kept(case: Case, spread: Spread) -> str:
    return f"{case.dm_called(spread.dm)} is read as {quoted(case.reading_label(spread.dm, spread.reading or ''))}"


def goal(case: Case, found: Robust) -> str:
    """Name what is to be attained."""
    outcome = case.file.outcome
    return outcome_name(case) if outcome is not None and found.goal == outcome.when else code(found.goal)


def trivially(found: Robust) -> list[str]:
    """Say where a verdict is trivially so, since the moves alone settle it."""
    reasons = {
        "nowhere": "it holds in no feasible state",
        "already": "it holds in the status quo already",
        "out of reach": "no moves of all parties together lead to it",
    }
    told = []
    for how, reason in reasons.items():
        worlds = [k for k, world in enumerate(found.worlds, 1) if found.trivial.get(world) == how]
        if worlds:
            where = "" if len(worlds) == len(found.worlds) else f" in {listed(list(map(str, worlds)))}"
            told.append(f"Trivially so{where}, whatever anybody prefers: {reason}.")
    return told


def share(found: Tally) -> str:
    """Say in how many completions something holds; never a bare yes or no.

    Examples
    --------
    >>> share(Tally(864, 1728)), share(Tally(0, 1728)), share(Tally(3, 10, (0.0667, 0.6525)))
    ('864 of 1,728', 'never (0 of 1,728)', '3 of 10 drawn (6 to 66 per cent)')
    """
    if found.why_not:
        return f"not answered: {found.why_not}"
    amount = f"{found.yes:,} of {found.of:,}"
    if found.interval is not None:
        return f"{amount} drawn ({_range(*found.interval)})"
    return amount if found.verdict == "some" else f"{found.verdict} ({amount})"


def _range(low: float, high: float) -> str:
    """Write the ends of a range in per cent, rounded outwards; both finer where one is close to none or all."""
    fine = any(0 < end < ROUGH or 1 - ROUGH < end < 1 for end in (low, high))
    at_least, at_most = _percent(low, floor, fine=fine), _percent(high, ceil, fine=fine)
    if low == 0:
        return f"at most {at_most} per cent"
    return f"at least {at_least} per cent" if high == 1 else f"{at_least} to {at_most} per cent"


def _percent(part: float, to_whole: Callable[[float], int], *, fine: bool) -> str:
    return f"{to_whole(10_000 * part) / 100:.2f}" if fine else str(to_whole(100 * part))


def hinge(case: Case, found: Hinge) -> str:
    """Say which open pair a verdict hinges on, and how it fares on both sides."""
    sides = f"{found.yes_if:,} of {found.of_if:,}, otherwise {found.yes_else:,} of {found.of_else:,}"
    better, than = (_item(text) for text in (found.better, found.than))
    return f"if {case.dm_called(found.dm)} ranks {better} above {than}: {sides} ({found.bits:.2f} bit)"


def _item(text: str) -> str:
    return code(text if len(text) <= MOST_WORDS else f"{text[: MOST_WORDS - 3]}...")


def verdict_name(case: Case, found: Robust, name: str) -> str:
    """Name a verdict that hinges tell of; for two worlds by their places in the list of worlds, counted from 1."""
    kind, _, rest = name.partition(":")
    if kind == "world":
        return case.world_label(rest)
    if kind == "claim":
        return f"claim {rest}"
    places = {world: k for k, world in enumerate(found.worlds, 1)}
    here, _, there = rest.partition("/")
    return f"in {places[here]} but not in {places[there]}"


BITS = (
    "Bits tell how much of a verdict a pair decides, every completion counted once: 0 is nothing, 1 is all of a "
    "verdict that is yes in half of them."
)


def idle(case: Case, found: Robust) -> str:
    """Say of whom nothing that is open matters; empty if there is nobody."""
    if not found.idle:
        return ""
    who = listed([case.dm_called(s) for s in found.idle])
    return f"What is open of {who} changes no verdict here."


def dropped(case: Case, found: Robust, told: Dropped) -> str:
    """Say which settled verdicts fall if one comparison, or priority, is dropped; empty if none does."""
    if told.worlds is None:
        return ""
    fallen = [
        w for w, t in told.worlds.items() if _is_settled(found.worlds[w]) and t.verdict != found.worlds[w].verdict
    ]
    if not fallen:
        return ""
    parts = [f"{case.world_label(w)}: {found.worlds[w].verdict} becomes {share(told.worlds[w])}" for w in fallen]
    return f"{_entry(case, found, told)}: {'; '.join(parts)}."


def _is_settled(found: Tally) -> bool:
    return found.verdict in {"always", "never"}


def _entry(case: Case, found: Robust, told: Dropped) -> str:
    entry = found.entry(case, told)
    if isinstance(entry, Comparison):
        upper, lower = (entry.better, entry.than) if entry.better else ((entry.prefer or "",), (entry.over or "",))
        kind, said = "comparison", f"{listed(map(code, upper))} over {listed(map(code, lower or ()))}"
    else:
        kind, said = "priority", entry.words
    return f"without {kind} {told.entry + 1} of {case.dm_called(told.dm)}, {said} ({cited(entry)})"
