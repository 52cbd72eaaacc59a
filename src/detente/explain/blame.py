"""Blame, in sentences: what an effect depends on, in what degree, and under which readings. Never a word of fault."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from detente.analysis.causes.blame import Blame, Degree
from detente.analysis.causes.factors import Factor
from detente.analysis.causes.rivals import Rivals, Share
from detente.analysis.causes.shares import OwnerDegree
from detente.case.build import ACTUAL, Case
from detente.explain.words import capital, counted, listed, parties, readings

CAVEAT = (
    "These are degrees of causal responsibility, given the menu: other factors, or other alternatives, give other "
    "degrees. They say what the outcome depends on, and nothing about fault."
)


def opening(case: Case, found: Blame) -> str:
    """Say what is to be explained, and under which readings."""
    where = "As things are" if found.world == ACTUAL else f"With {case.world_label(found.world)}"
    several = any(len(r) > 1 for r in case.preferences.values())
    joint = ", with" if found.world == ACTUAL else ", and with"
    read = f"{joint} {readings(case, found.readings, short=True)}" if several else ""
    return f"{where}{read}, {found.effect.label(case)}. What does that depend on?"


def owner(case: Case, factor: Factor) -> str:
    """Say whose a factor is; a constraint that a party put on itself is that party's."""
    whose = parties(case, factor.owners) if factor.owners else "nobody of the case"
    if factor.is_self_imposed:
        return f"{whose}, on itself"
    return whose


def degree(found: Degree) -> str:
    """Write a degree of responsibility, with its bound where the search was not exact."""
    return _bounded(found.responsibility, found.at_most)


def _bounded(found: Fraction, at_most: Fraction) -> str:
    return str(found) if at_most == found else f"{found} (at most {at_most})"


def share(found: Blame, slug: str) -> str:
    """Write a Shapley value, with its standard error where it was sampled."""
    shares = found.shared.shares
    said = f"{found.share(slug):.2f}"
    if shares.exact:
        return said
    place = next(k for k, d in enumerate(found.degrees) if d.factor.slug == slug)
    return f"{said} ± {shares.standard_errors[place]:.2f}"


PARTIES = (
    "By party, in three readings: the greatest degree among its factors; its degree if all that is its own counts as "
    "one factor; and its share, counted in that way too (so it need not be the sum of the shares of its factors)."
)
PARTY_HEAD = ("greatest", "as one", "share", "party")


def party(case: Case, told: OwnerDegree) -> tuple[str, str, str, str]:
    """Return the row of a party: its degrees and its name."""
    as_one = "?" if told.as_variable is None else _bounded(told.as_variable, told.as_variable_at_most)
    own = "?" if told.share is None else f"{float(told.share):.2f}"
    name = " and ".join(case.dm_name(slug) for slug in told.owners) if told.owners else "nobody of the case"
    return _bounded(told.critical_change, told.critical_at_most), as_one, own, name


def because(case: Case, found: Blame, told: Degree) -> str:
    """Say why a factor has its degree."""
    label = capital(told.factor.label)
    choices = {(f.slug, c.name): c.words for f in found.listed.factors for c in f.choices}
    if told.responsibility == 0:
        return f"{label}: {_never(found, told)}."
    if told.is_but_for:
        change = capital(_with(choices[told.factor.slug, told.alternative or ""]))
        return f"{label}: a but-for cause. {change} and nothing else changed, {found.effect.denied(case)}."
    others = listed([_with(choices[pair]) for pair in told.contingency])
    more = counted(len(told.contingency), "other thing")
    verb = "changes" if len(told.contingency) == 1 else "change"
    return (
        f"{label}: not a but-for cause, but decisive once {more} {verb} ({others}); with its own that is "
        f"{counted(len(told.contingency) + 1, 'change')}, hence {told.responsibility}."
    )


def _with(words: str) -> str:
    """Begin what an alternative says with a preposition."""
    return words if words.startswith(("with ", "without ")) else f"with {words}"


def _never(found: Blame, told: Degree) -> str:
    if told.at_most > 0:
        return f"not decisive as far as was searched; its degree is at most {told.at_most}"
    if not told.makes_models:
        return "changed alone it makes no model that could be solved, and with others it is never decisive"
    against = "; its change can even undo what others bring about" if found.share(told.factor.slug) < 0 else ""
    return f"its change never makes the difference, whatever else on the menu changes{against}"


def causes(found: Blame) -> Iterator[str]:
    """Yield the sets of factors that together cause the effect, and those that alone keep it."""
    labels = {f.slug: f.label for f in found.listed.factors}
    if not found.sets:
        much = "no combination of changes" if found.complete else f"no {counted(found.searched, 'change')} at once"
        yield f"On this menu {much} would make it otherwise."
        return
    shown = [_set(labels, members) for members in found.sets[:8]]
    more = f"; and {len(found.sets) - 8} more sets" if len(found.sets) > 8 else ""
    yield f"What would have to be otherwise, at the least: {'; or '.join(shown)}{more}."
    if found.reasons and len(found.reasons) <= 8:
        kept = [_set(labels, members) for members in found.reasons]
        yield f"What keeps it as it is, whatever else on the menu changes: {'; or '.join(kept)}."
    elif found.reasons:
        yield f"{len(found.reasons):,} smallest sets keep it as it is, whatever else changes; --json lists them."


def _set(labels: dict[str, str], members: tuple[str, ...]) -> str:
    if len(members) == 1:
        return f"{labels[members[0]]} alone"
    return f"{listed([labels[slug] for slug in members])}, together"


def refused(found: Blame) -> Iterator[str]:
    """Yield a warning for each factor that is younger than the effect."""
    for slug, why in found.refused.items():
        yield f"Refused as a cause: {slug}; {why}, and a cause comes before its effect."


def rivals(case: Case, found: Blame, told: Rivals) -> Iterator[str]:
    """Yield the degrees over rival readings."""
    labels = {f.slug: f.label for f in found.listed.factors}
    if told.why_not:
        yield f"{_over(told)}, the degrees were not looked for: {told.why_not}."
        return
    yield f"{_over(told)}:"
    if told.explained < told.of:
        noun = "combination" if told.over == "readings" else "completion"
        other = counted(told.of - told.explained, noun)
        yield f"in {other} {found.effect.denied(case)}, so there is nothing to cause; that counts as 0"
    for share in told.shares:
        yield f"{labels.get(share.factor, share.factor)}: {_mean(share)} ({_spread(share)})"
    for slug, why in told.left_out.items():
        yield f"{labels.get(slug, slug)}: left out here; {why}"


def _over(told: Rivals) -> str:
    """Say over what the degrees are, and how each counts."""
    how = "each counted once, since nobody gave weights" if told.weights is None else "weighted as was asked"
    if told.over == "completions":
        drawn = "" if told.complete else ", drawn uniformly (intervals at 95 % confidence)"
        return f"Over {told.of:,} completions of what is known of the preferences{drawn}, {how}"
    which = "in which somebody is cited for every reading" if told.sourced_only else "of readings"
    return f"Over the {counted(told.of, 'combination')} {which}, {how}"


def _mean(share: Share) -> str:
    if share.interval is not None:
        return f"{float(share.mean):.2f} [{share.interval[0]:.2f}, {share.interval[1]:.2f}]"
    return "0" if share.mean == 0 else f"{share.mean} = {float(share.mean):.2f}"


def _spread(share: Share) -> str:
    parts = [f"{d} in {n:,}" for d, n in sorted(share.counts.items(), reverse=True)]
    off = f"; not on the menu in {share.off_menu:,} of these" if share.off_menu else ""
    return ", ".join(parts) + off


def baseline(found: Blame) -> str:
    """Say what shares are and what they are compared with."""
    shares, how = found.shared.shares, "exact"
    if not shares.exact:
        how = f"from {shares.samples:,} random orders, seed {shares.seed}; ± is the standard error"
    against = "everything on the menu at its first alternative"
    lost = found.shared.not_evaluated
    makes = "makes no model and counts" if lost == 1 else "make no model and count"
    gaps = f" {capital(counted(lost, 'combination'))} {makes} as no change." if lost else ""
    if not found.shared.is_baseline_a_model:
        return f"Shares ({how}): {against} makes no model and counts as no change, so they add up to 0.{gaps}"
    if shares.whole == shares.nothing:
        return f"Shares ({how}): with {against} it would be no different, so they add up to 0.{gaps}"
    return (
        f"Shares are Shapley values ({how}): what each factor adds on average, from {against} to things as they are; "
        f"they add up to 1.{gaps}"
    )


def solved(evaluated: int, lost: int) -> str:
    """Say how many models were solved, and how many sets of changes make none.

    Examples
    --------
    >>> solved(8, 0), solved(8, 2)
    ('eight models solved', 'six models solved; two sets of changes make none, and count as no change')
    """
    told = f"{counted(evaluated - lost, 'model')} solved"
    if not lost:
        return told
    makes = "makes" if lost == 1 else "make"
    return f"{told}; {counted(lost, 'set')} of changes {makes} none, and {makes.replace('make', 'count')} as no change"


def search(found: Blame) -> Iterator[str]:
    """Say how far was searched."""
    n = solved(found.evaluated, found.not_evaluated)
    if found.is_monotone:
        yield f"Taken as monotone, further changes undoing nothing, as was asked ({n})."
    if found.is_monotone and found.complete:
        return
    if found.complete:
        yield f"Every combination of the menu was considered ({n}), so the degrees are exact."
        return
    why = found.why or "larger ones were not looked for"
    yield f"All sets of up to {counted(found.searched, 'change')} were considered ({n}); {why}."
