"""The cases that come with the package, and the picture of one of them."""

from __future__ import annotations

from typing import Any

from detente import catalog

from .markdown import code, table


def catalogue() -> str:
    """Return every case of the catalogue with its question, its size, its sources and what was published about it."""
    from detente.formats import load

    cases = {slug: load(slug) for slug in catalog.slugs()}
    rows = [
        [f"[`{s}`](#{s})", c.file.title, f"{len(c.structure.states):,}", f"{_combinations(c)}", f"{len(c.worlds)}"]
        for s, c in cases.items()
    ]
    head = table(["slug", "title", "states", "combinations of readings", "worlds"], rows)
    return "\n\n".join([head, *(_case(slug, case) for slug, case in cases.items())])


def _combinations(case: Any) -> int:
    return sum(1 for _ in case.combinations())


def _case(slug: str, case: Any) -> str:
    file = case.file
    parts = [f"## {slug}", f"**{file.title}.** {file.question or ''}".replace("?.**", "?**"), (file.note or "").strip()]
    parties = file.decision_makers.items()
    rows = ([f"{dm.name} (`{s}`)", code(dm.options), code(dm.all_readings)] for s, dm in parties)
    parts.append(table(["decision maker", "options", "readings"], rows))
    if file.worlds:
        parts.append("Worlds: " + code(case.worlds) + ".")
    if file.variants:
        rows = ([f"`{name}`", made.title or "", made.note or ""] for name, made in file.variants.items())
        parts.append(table(["variant", "title", "note"], rows))
    if file.published:
        parts.append(table(["concept", "variant", "published equilibria", "ours"], map(_published, file.published)))
        parts += [f"*{p.concept}, {p.variant}.* {p.differs}" for p in file.published if p.differs]
    if file.published_counts:
        heads = ["concept", "equilibrium", "rankings of", "published", "ours"]
        parts.append(table(heads, map(_counted, file.published_counts)))
        parts += [f"*{c.concept}, rankings of {c.vary}.* {c.differs}" for c in file.published_counts if c.differs]
    parts.append("Sources: " + "; ".join(_source(s) for s in file.sources.values()) + ".")
    return "\n\n".join(" ".join(p.split()) if "\n|" not in p else p for p in parts if p)


def _published(answer: Any) -> list[str]:
    ours = f"{code(answer.ours)}: differs, see below" if answer.ours is not None else "the same"
    return [answer.concept, answer.variant or "", code(answer.equilibria), ours]


def _counted(count: Any) -> list[str]:
    ours = f"{count.ours:,}: differs, see below" if count.ours is not None else "the same"
    return [count.concept, f"`{count.state}`", f"`{count.vary}`", f"{count.satisfying:,}", ours]


def _source(source: Any) -> str:
    parts = (source.author, f"*{source.title}*", source.publisher, str(source.date or ""))
    return ", ".join(p for p in parts if p)


def pictures() -> dict[str, str]:
    """Return the pictures of the pages, by their file under ``docs``."""
    from detente.analysis.attainment import attainment
    from detente.figures.state_graph import state_graph
    from detente.figures.svg import svg
    from detente.formats import load

    case = load("peace-treaty")
    scene = state_graph(case, {w: attainment(case, world=w) for w in ("actual", "troops_gone", "both_gone")})
    return {"_static/peace-treaty.svg": svg(scene) + "\n"} if scene is not None else {}
