"""Everything that the report shows, in its order, as plain data."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from detente.analysis.answer import Answer
from detente.report import published as publishing
from detente.report.causes import CausesView, causes
from detente.report.claim import ClaimView, claims
from detente.report.grid import Grid, grid
from detente.report.model import ModelView, model
from detente.report.notes import Note, Notes, SourceItem
from detente.report.outlook import OutlookView, outlook
from detente.report.published import PublishedView
from detente.report.robust import RobustView, robust
from detente.report.stability import EquilibriaView, equilibria
from detente.report.text import capital, file_name
from detente.report.way import Way, first_readings, ways

UNHEARD = "Not heard"
RESTS = "What it rests on"


@dataclass(frozen=True, slots=True)
class Finding:
    """A titled paragraph."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """What the template is filled with."""

    title: str
    question: str
    as_of: str
    asked_in: str
    note: str
    variant: str
    headline: tuple[str, ...]
    outcome: str
    fixed: str
    grid: Grid | None
    claims: tuple[ClaimView, ...]
    first_readings: str
    ways: tuple[Way, ...]
    figure: Markup
    causes: CausesView | None
    robust: RobustView | None
    outlook: OutlookView | None
    equilibria: EquilibriaView
    findings: tuple[Finding, ...]
    unheard: tuple[Finding, ...]
    unanswered: tuple[tuple[str, str], ...]
    model: ModelView
    published: tuple[PublishedView, ...]
    published_elsewhere: tuple[str, ...]
    notes: tuple[Note, ...]
    sources: tuple[SourceItem, ...]
    provenance: tuple[tuple[str, str], ...]
    version: str


def view(answer: Answer) -> View:
    """Return the report on an answer as plain data."""
    from detente import __version__, explain

    file, notes = answer.case.file, Notes(answer.case.file)
    source = file.sources.get(file.asked_in or "")
    told = [Finding(title, tuple(lines)) for title, lines in explain.findings(answer)]
    shown_claims, shown_model = claims(answer, notes), model(answer.case, notes)
    beside = publishing.published(answer, notes)
    return View(
        title=file.title,
        question=file.question or "",
        as_of=str(file.as_of or ""),
        asked_in=(source.publisher or source.title) if source else "",
        note=file.note or "",
        variant=_variant(answer),
        headline=tuple(explain.headline(answer)),
        outcome=capital(answer.case.outcome_label) if answer.case.outcome is not None else "",
        fixed=explain.readings(answer.case, answer.fixed) if answer.fixed else "",
        grid=grid(answer),
        claims=shown_claims,
        first_readings=first_readings(answer),
        ways=ways(answer),
        figure=_figure(answer),
        causes=causes(answer, notes),
        robust=robust(answer),
        outlook=outlook(answer),
        equilibria=equilibria(answer),
        findings=tuple(f for f in told if f.title not in {UNHEARD, RESTS, "Not answered"}),
        unheard=tuple(f for f in told if f.title in {UNHEARD, RESTS}),
        unanswered=tuple(answer.why_not.items()),
        model=shown_model,
        published=beside,
        published_elsewhere=publishing.elsewhere(answer),
        notes=notes.all(),
        sources=notes.sources(),
        provenance=_provenance(answer, __version__),
        version=__version__,
    )


def _figure(answer: Answer) -> Markup:
    from detente.figures.state_graph import state_graph
    from detente.figures.svg import svg

    scene = state_graph(answer.case, answer.attainments, answer.examples)
    return Markup(svg(scene)) if scene is not None else Markup("")  # noqa: S704 - svg() escapes every text


def _variant(answer: Answer) -> str:
    slug = answer.case.variant
    if slug is None:
        return ""
    said = answer.case.file.variants.get(slug)
    return (said.title if said else None) or slug


def _provenance(answer: Answer, version: str) -> tuple[tuple[str, str], ...]:
    case = answer.case
    base = [("Based on", case.file.base)] if case.file.base else []
    return (
        ("Case", file_name(case.name)),
        *base,
        ("Variant", case.variant or "none"),
        ("SHA-256 of the case file", case.sha256),
        ("Case format", str(case.file.detente)),
        ("Détente", version),
        ("Engine", answer.equilibria.engine),
        ("Feasible states", f"{len(case.structure.states):,}"),
        ("Joint moves", JOINT[answer.rules.joint]),
        ("Answers that deter", ANSWERS[answer.rules.answers]),
        ("A step improves", IMPROVEMENT[answer.rules.improvement]),
        ("Complete", "yes" if answer.complete else "no; what is missing is said above"),
    )


JOINT = {
    "both": "by a legal sequence of the members' moves, or all at once",
    "sequences": "by legal sequences of the members' moves only",
    "at_once": "all members at once only",
}
ANSWERS = {
    "credible": "legal sequences of the outsiders' own improvements",
    "any": "every legal sequence of the outsiders' moves",
    "none": "none",
    "joint": "improvements of coalitions of outsiders too",
}
IMPROVEMENT = {
    "strict": "strictly better for every member",
    "pareto": "worse for no member and better for at least one",
}
