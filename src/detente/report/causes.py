"""What the outcome depends on, and the smallest changes that would settle it, ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from detente.analysis.answer import Answer
from detente.analysis.causes.blame import Blame
from detente.analysis.causes.factors import Factor, slug_of
from detente.analysis.causes.menus import Listed
from detente.analysis.causes.rivals import Rivals
from detente.analysis.causes.ways_out import WayOut, WaysOut
from detente.case.build import Case
from detente.case.menu import ChangedMenu, Menu
from detente.report.model import Backing, rests_on
from detente.report.notes import Notes
from detente.report.text import capital


@dataclass(frozen=True, slots=True)
class FactorRow:
    """One factor with its degrees.

    Attributes
    ----------
    slug, label, owner : str
    degree, share : str
    width : int
        The degree in per cent, for a bar.
    over : str
        The mean over rival readings; empty where there are none.
    because : str
        Why it has this degree.
    """

    slug: str
    label: str
    owner: str
    degree: str
    share: str
    width: int
    over: str
    because: str


@dataclass(frozen=True, slots=True)
class WayRow:
    """One way out: what is changed, whose it is, and who then gets there."""

    changes: str
    owner: str
    then: str


@dataclass(frozen=True, slots=True)
class MenuRow:
    """One factor of a menu: what it is, what it could be instead, what it rests on and what the file adds."""

    slug: str
    label: str
    owner: str
    instead: str
    backing: Backing


@dataclass(frozen=True, slots=True)
class WaysView:
    """The ways out, what could be changed, and what was left out of that, with the reason."""

    opening: str
    rows: tuple[WayRow, ...]
    closing: str
    levers: tuple[MenuRow, ...]
    left_out: tuple[tuple[str, str], ...]
    figure: Markup


@dataclass(frozen=True, slots=True)
class CausesView:
    """Everything that the report says of causes and ways out."""

    nothing: str = ""
    opening: str = ""
    rows: tuple[FactorRow, ...] = ()
    sets: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    parties: tuple[tuple[str, ...], ...] = ()
    parties_title: str = ""
    rivals: tuple[str, ...] = ()
    baseline: str = ""
    caveat: str = ""
    search: tuple[str, ...] = ()
    menu: tuple[MenuRow, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    ways: WaysView | None = None


def causes(answer: Answer, notes: Notes) -> CausesView | None:
    """Return the causes of an answer; None if the case names no factors."""
    from detente.explain import blame as say

    found = answer.causes
    if found is None:
        return None
    case = answer.case
    ways = None if found.ways is None else _ways(case, found.ways, notes)
    if found.blame is None:
        return CausesView(nothing=capital(found.nothing), ways=ways)
    rivals = list(say.rivals(case, found.blame, found.rivals)) if found.rivals is not None else []
    return CausesView(
        "",
        say.opening(case, found.blame),
        tuple(_rows(case, found.blame, found.rivals)),
        tuple(say.causes(found.blame)),
        tuple(say.refused(found.blame)),
        tuple(say.party(case, owner) for owner in found.blame.owners),
        say.PARTIES,
        tuple(rivals),
        say.baseline(found.blame),
        say.CAVEAT,
        tuple(say.search(found.blame)),
        _menu(case, found.blame.listed, case.file.factors, notes),
        tuple(found.blame.listed.left_out.items()),
        ways,
    )


def _rows(case: Case, found: Blame, rivals: Rivals | None) -> list[FactorRow]:
    from detente.explain import blame as say

    means = {s.factor: f"{s.mean} ({float(s.mean):.2f})" for s in rivals.shares} if rivals is not None else {}
    return [
        FactorRow(
            told.factor.slug,
            capital(told.factor.label),
            say.owner(case, told.factor),
            say.degree(told),
            say.share(found, told.factor.slug),
            round(100 * told.responsibility),
            means.get(told.factor.slug, ""),
            say.because(case, found, told),
        )
        for told in found.degrees
    ]


def _ways(case: Case, found: WaysOut, notes: Notes) -> WaysView:
    from detente.explain import ways_out as say

    rows = tuple(
        WayRow(capital(say.changes(way)), say.whose(case, way), say.then(case, found, way)) for way in found.ways
    )
    closing = f"{say.lasting(found)} {say.search(found)}".strip()
    return WaysView(
        say.opening(case, found),
        rows,
        closing,
        _menu(case, found.listed, case.file.levers or case.file.factors, notes),
        tuple(found.listed.left_out.items()),
        _figure(case, found.ways),
    )


def _menu(case: Case, listed: Listed, written: Menu | None, notes: Notes) -> tuple[MenuRow, ...]:
    said = written.also if isinstance(written, ChangedMenu) else written or ()
    backings = {slug_of(one): rests_on(one, notes) for one in said}
    nothing = Backing((), "", "", "")
    return tuple(_menu_row(case, factor, backings.get(factor.slug, nothing)) for factor in listed.factors)


def _menu_row(case: Case, factor: Factor, backing: Backing) -> MenuRow:
    from detente.explain import blame as say
    from detente.explain.words import listed as joined

    instead = joined([choice.words for choice in factor.choices], "or")
    return MenuRow(factor.slug, capital(factor.label), say.owner(case, factor), instead, backing)


def _figure(case: Case, ways: tuple[WayOut, ...]) -> Markup:
    """Draw which changes belong to which way out; nothing where a list says it as well."""
    from detente.figures.svg import svg
    from detente.figures.ways_out import ways_out

    if len(ways) < 2:
        return Markup("")
    return Markup(svg(ways_out(case, ways), prefix="sets"))  # noqa: S704 - svg() escapes every text
