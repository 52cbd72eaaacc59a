"""What splits a coalition and what binds it, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from detente.analysis.incentives.binding import Binding
from detente.analysis.incentives.capability import Element
from detente.analysis.incentives.cohesion import Feared
from detente.analysis.incentives.exits import Exit
from detente.analysis.incentives.transfers import Price
from detente.analysis.incentives.trial import Trial
from detente.analysis.incentives.wedge import TARGET, Wedge, affordable
from detente.case.build import Case
from detente.explain.carrots import stick
from detente.explain.words import capital, code, counted, listed, parties, state_name

MOST_SETS = 3


def verdict(case: Case, found: Wedge, against: str | None) -> str:
    """Say whether there is anything to split here."""
    who = capital(parties(case, _slugs(found)))
    if found.keeps:
        return f"{code(against or '')} holds here already, so there is no joint move to prevent. {_kept(case, found)}"
    if not found.active:
        every = "each" if len(found.coalition) == 2 else "every one"
        return (
            f"{who} are not active here: they can bring about no state together that {every} of them prefers. "
            "There is nothing to split."
        )
    if not found.feared:
        return (
            f"{who} would go to {counted(found.improvements, 'state')} together, but {code(against or '')} holds at "
            "none of them. There is nothing to split: nothing that is feared would come about."
        )
    feared = "" if against is None else f" where {code(against)} holds"
    ends = counted(len(found.feared), "state")
    any_ = "any of " if len(found.feared) > 1 else ""
    return f"{who} would go together to {any_}{ends}{feared}, and all of them would gain."


def _kept(case: Case, found: Wedge) -> str:
    """Say whether some member would leave by itself what the coalition keeps up."""
    free = [_called(case, found, e.member) for e in found.exits if len(e.by) == 1 and e.total_steps == 0]
    if free:
        return f"It does not hold by itself: {listed(free)} would gain by leaving it."
    return "It lasts because no member gains by leaving it."


def hint(found: Wedge, against: str | None) -> str:
    """Say what else could be asked where a coalition is not active."""
    if found.keeps or found.active or against is not None:
        return ""
    return (
        "If what is feared is something that they do already, name it: --against FORMULA asks what would make one of "
        "them leave."
    )


def _slugs(found: Wedge) -> list[str]:
    return [found.conflict.structure.slugs[i] for i in found.coalition]


def _called(case: Case, found: Wedge, player: int) -> str:
    return case.dm_called(found.conflict.structure.slugs[player])


def _state(case: Case, found: Wedge, state: int) -> str:
    return state_name(case, found.conflict.states.pattern(state))


def feared(case: Case, found: Wedge, given: Feared) -> str:
    """Say what one joint move gives whom, whether it takes all, and what the others could do about it."""
    gains = [f"{_called(case, found, i)} gains {_gain(given, i)}" for i in given.steps]
    takes = "It takes all of them." if given.needed else "Not all of them are needed for it."
    if given.needed and len(given.steps) == 2:
        takes = "It takes both."
    answers = found.threats.get(given.state, ())
    said = f" {stick(case, found.conflict, answers[0])}" if answers else ""
    return f"{_state(case, found, given.state)}: {listed(gains)}. {takes}{said}"


def _gain(given: Feared, member: int) -> str:
    amount = given.gains[member]
    places = counted(given.steps[member], "place")
    return places if amount is None else f"{places} (worth {amount})"


def accommodative(case: Case, found: Wedge) -> str:
    """Say what making the state worth more would take."""
    one = found.steps[TARGET]
    ways = [given(case, found, way, "place") for way in one.ways]
    if not ways:
        return "Accommodative: none; no member can be won over."
    said = f"Accommodative: let the state rise by {listed(ways[:MOST_SETS], 'or')}."
    paid = found.payments.get(TARGET)
    if paid is not None and paid.ways:
        amounts = [given(case, found, way) for way in paid.ways[:MOST_SETS]]
        said = f"{said[:-1]}; or pay {listed(amounts, 'or')} while it lasts."
    if one.open_total is not None:
        said += f" To approach all members would cost {one.open_total} only, but that is no wedge."
    return said


def given(case: Case, found: Wedge, way: Mapping[int, Price], noun: str = "") -> str:
    """Say who gets what."""
    each = [f"{_amount(p, noun)} for {_called(case, found, i)}" for i, p in way.items()]
    return listed(each) or "nothing"


def _amount(price: Price, noun: str) -> str:
    return counted(int(price.amount), noun) if noun else str(price)


def coercive(found: Wedge) -> str:
    """Say what making the feared states worth less would take, and whether anybody would do it."""
    credible = sum(1 for answers in found.threats.values() if any(s.credible for s in answers))
    any_ = sum(1 for answers in found.threats.values() if answers)
    said = "Coercive: let what is feared sink as far instead, by a threat; if it is believed, it costs nothing."
    if not found.threats:
        return said
    if not any_:
        return f"{said} Nothing that others can do there would make a member regret it; it takes a new threat."
    if len(found.threats) == 1:
        how = "and would gain by that" if credible else "but would not gain by that"
        return f"{said} Others can already answer so that a member regrets it, {how}."
    return (
        f"{said} Others can already answer at {any_:,} of {len(found.threats):,} so that a member regrets it, and "
        f"would do so of their own accord at {credible:,}."
    )


def informational() -> str:
    """Say what an informational wedge would be here."""
    return (
        "Informational: let a member come to see what is feared as no better than the state. That takes the same "
        "number of places; what members believe about each other is not part of this model."
    )


def capable(case: Case, found: Wedge) -> str:
    """Say what would have to be taken from members so that they cannot go where it is feared."""
    able = found.capability
    if able is None or not able.smallest.sets:
        return "Capability: nothing that could be taken from the members keeps them from it."
    sets = [listed([_element(case, found, e) for e in sorted(made)]) for made in able.smallest.sets[:MOST_SETS]]
    more = len(able.smallest.sets) - len(sets)
    rest = f", or {counted(more, 'other set', 'other sets')} as small" if more else ""
    alone = [_called(case, found, i) for i, one in able.by_member.items() if one.sets]
    some = f" It can be taken from {listed(alone, 'or')} alone." if 0 < len(alone) < len(able.by_member) else ""
    how = "keep unchanged" if able.by == "options" else "make impossible the move from"
    return f"Capability: {how} {', or '.join(sets)}{rest}.{some}"


def _element(case: Case, found: Wedge, given: Element) -> str:
    if len(given) == 2:
        return code(given[1])
    start, end = (_state(case, found, s) for s in given[1:])
    return f"{start} to {end} by {_called(case, found, given[0])}"


def tried(case: Case, found: Wedge) -> list[str]:
    """Say what solving again gave for each wedge; a carrot and a stick of the same size that do the same in one go."""
    said: dict[tuple[str, str], list[str]] = {}
    for trial in found.trials:
        what = given(case, found, trial.given, "place" if trial.measure == "steps" else "")
        how = "raise this state" if trial.kind == "accommodative" else "lower what is feared"
        said.setdefault((what, _outcome(case, found, trial)), []).append(how)
    return [f"{capital(listed(how, 'or'))}, by {what}: {outcome}" for (what, outcome), how in said.items()]


def _outcome(case: Case, found: Wedge, trial: Trial) -> str:
    agreed = "they no longer agree on anything that is feared" if trial.w1 else "they still agree"
    whom = "" if trial.w2 else ", but nobody is left out, so it is no wedge"
    return f"{agreed}{whom}.{_without(case, found, trial)}{_for_all(found, trial)}{_for_divider(case, found, trial)}"


def _without(case: Case, found: Wedge, trial: Trial) -> str:
    """Say which members would still bring about what is feared without the others."""
    if not trial.smaller:
        return ""
    groups = [listed([_called(case, found, i) for i in group]) for group in trial.smaller]
    return f" But {', or '.join(groups)} would still go where it is feared, without the rest."


def _for_all(found: Wedge, trial: Trial) -> str:
    if trial.universal is None:
        return ""
    holds = bool(trial.universal[found.state])
    return f" The state is then {'' if holds else 'not '}stable for every coalition (CNash)."


def _for_divider(case: Case, found: Wedge, trial: Trial) -> str:
    if found.divider is None:
        return ""
    who = case.dm_called(found.conflict.structure.slugs[found.divider])
    if trial.w3:
        return f" No Nash equilibrium is then worse for {who} than the state."
    new = f", {counted(trial.new, 'of them', 'of them')} new" if trial.new else ", none of them new"
    return f" {capital(counted(trial.worse, 'Nash equilibrium', 'Nash equilibria'))} would be worse for {who}{new}."


def bound(case: Case, found: Wedge) -> Iterator[str]:
    """Yield what binds the coalition again after the cheapest wedge."""
    for measure, one in found.binding.items():
        yield _bound(case, found, one, payments=measure == "payments")
    for member, amount in found.holding.items():
        who = _called(case, found, member)
        yield f"To hold against a patron who can spend {found.patron}, a wedge by {who} alone has to pay {amount}."


def _bound(case: Case, found: Wedge, given: Binding, *, payments: bool) -> str:
    to = _state(case, found, given.to)
    whom = listed([_called(case, found, i) for i in given.adds])
    if payments:
        return f"More than {given.total.amount} paid at {to}, to {whom}, and they agree on it again."
    return f"Let {to} rise {counted(given.steps, 'place')} for {whom}, and they agree on it again."


def afforded(case: Case, found: Wedge, budget: Fraction) -> str:
    """Say whether a divider can split the coalition with what it can spend."""
    ways = affordable(found, budget)
    against = "" if found.patron is None else f" so that it holds against a patron with {found.patron}"
    if not ways:
        return f"With {budget} the coalition cannot be split{against}."
    return f"With {budget} it can be split{against}: {given(case, found, ways)}."


def leaving(case: Case, found: Wedge, given: Exit) -> str:
    """Say what would make one member leave."""
    member, together = _called(case, found, given.member), len(given.by) > 1
    who = capital(listed([_called(case, found, i) for i in given.by]) + (" together" if together else " alone"))
    if given.to is None:
        return f"{who} cannot bring it to an end."
    start = f"{who} could end it by going to {_state(case, found, given.to)}"
    short = {i: steps for i, steps in given.steps.items() if steps}
    if not short:
        return f"{start}, and would gain by that.{_answered(case, found, given, member)}"
    each = [f"{counted(steps, 'place')} in the order of {_called(case, found, i)}" for i, steps in short.items()]
    paid = ""
    if given.prices is not None and given.total is not None:
        paid = f" In payments: more than {given.total.amount}."
    return f"{start}, if that rose {listed(each)}.{paid}{_answered(case, found, given, member)}"


def _answered(case: Case, found: Wedge, given: Exit, member: str) -> str:
    if given.answer is None or not given.answer.credible:
        return ""
    return f" But there is an answer that {member} would regret. {stick(case, found.conflict, given.answer)}"
