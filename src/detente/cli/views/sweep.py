"""A sweep on a terminal: what it will take, and how many variants have what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from detente.case.build import Case
from detente.cli.views.layout import columns, heading, joined, paragraph, stacked
from detente.engines.memory import written
from detente.engines.planner import written_seconds
from detente.explain.words import capital, counted, listed, outcome_name
from detente.figures.bars import Bar, Group, bars
from detente.figures.scene import Scene
from detente.sweep.job import Job
from detente.sweep.manifest import job_of
from detente.sweep.planning import Plan
from detente.sweep.results import Sweep
from detente.sweep.summary import Count, Share, Summary
from detente.sweep.table import DROPPED, SEPARATOR, WORLD

HEAD = 11
LABEL, WIDE_LABEL = 27, 46
BESIDE = 12


def plan_parts(job: Job, made: Plan, width: int) -> list[Text]:
    """Return how many variants there are and why, in how many blocks, and about how long they take."""
    manifest = made.manifest
    return [
        heading(f"{job.case.file.title}: sweep", width),
        paragraph(f"{_many(made)} {_how(job, made)}", width),
        paragraph(_cost(made), width),
        *_seed(manifest.asked.seed, made, width),
    ]


def _many(made: Plan) -> str:
    return f"{counted(made.manifest.variants, 'variant').capitalize()}:"


def _how(job: Job, made: Plan) -> str:
    """Say what the variants are made of."""
    factors = [_factor(job, what, number) for what, number in made.varies.items()]
    if made.manifest.asked.sample is not None:
        among = f"drawn from {made.possible:,}" if made.possible > 1 else "drawn"
        return f"{among}, by {listed(factors)}." if factors else f"{among}."
    if not factors:
        return "nothing that is asked to vary has more than one value."
    return f"{'every combination of ' if len(factors) > 1 else ''}{listed(factors)}."


def _factor(job: Job, what: str, number: int) -> str:
    kind, _, slug = what.partition(" of ")
    if kind == "rankings":
        return f"{number:,} draws of random rankings"
    if kind == "dropped constraints":
        return f"{number:,} sets of dropped constraints (none among them)"
    if kind == "worlds":
        return f"{number:,} worlds"
    words = {"orders": "orders of the statements", "swaps": "swaps of neighbours (none among them)"}
    choices = next(c for c in job.design.choices if c is not None and c.slug == slug)
    readings = len(choices.arrangements)
    among = f" in {readings} readings" if kind != "readings" and readings > 1 else ""
    return f"{number:,} {words.get(kind, kind)} of {job.case.dm_called(slug)}{among}"


def _cost(made: Plan) -> str:
    manifest = made.manifest
    blocks = f"{counted(manifest.blocks, 'block')} of up to {manifest.block:,}" if manifest.blocks > 1 else "one block"
    left = f"; {made.stored:,} of them are stored already" if 0 < made.stored < manifest.blocks else ""
    if made.stored == manifest.blocks:
        return f"All of it is stored already, in {blocks}."
    time = written_seconds(made.seconds)
    return (
        f"{capital(blocks)}{left}. Engine: {made.engine}, {made.executor}. That takes {time} and "
        f"{written(made.bytes)} of disk, as the first variants suggest."
    )


def _seed(seed: int, made: Plan, width: int) -> Iterator[Text]:
    if "rankings" in made.varies or made.manifest.asked.sample is not None:
        nobody = " Random rankings are nobody's wishes: they show how much the moves alone decide."
        more = nobody if "rankings" in made.varies else ""
        yield paragraph(f"Seed: {seed}. The same seed draws the same variants.{more}", width)


# ----------------------------------------------------------------------------------------------------- results


def parts(done: Sweep, found: Summary, folder: str, width: int) -> list[Text]:
    """Return the counts, why something was not answered, and how to ask further."""
    case = job_of(done.manifest, done.store.text).case
    return [
        *_tables(case, found, width),
        *(paragraph(f"Not answered in {number:,}: {why}.", width, hanging=2) for why, number in found.why_not.items()),
        *_left_out(found, width),
        paragraph(f"The rows are in {folder}; detente query {folder} asks about them in SQL.", width),
    ]


def _tables(case: Case, found: Summary, width: int) -> Iterator[Text]:
    """Yield what is so in all variants or in none, and tables of the rest: a row for each value, as wide as fits."""
    names = [name for name in found.total.counts if not _is_settled(found.total, name)]
    yield from _settled(case, found.total, width)
    labels = ["all variants", *(value_label(case, s) for s in found.shares)]
    least = LABEL if width < 100 else WIDE_LABEL
    room = min(max(least, width - BESIDE - (HEAD + 2) * len(names)), max(map(len, labels)))
    at_once = max(1, (width - room - BESIDE) // (HEAD + 2))
    lead = "Of so many variants, this many:"
    for first in range(0, len(names), at_once):
        chosen = names[first : first + at_once]
        rows = stacked(["", "variants", *(question(name) for name in chosen)], HEAD)
        rows += [_row("all variants", found.total, chosen)]
        rows += [_row(_cut(value_label(case, share), room), share, chosen) for share in found.shares]
        yield joined([paragraph(lead, width), columns(rows, width, right=range(1, len(chosen) + 2))])
        lead = "And this many:"


def _is_settled(total: Share, name: str) -> bool:
    """Return whether something is so in all variants, or in none."""
    count = total.counts[name]
    return count.answered == total.variants and count.true in {0, total.variants}


def _settled(case: Case, total: Share, width: int) -> Iterator[Text]:
    """Yield what holds in all variants and what holds in none; that there always is an equilibrium is said as such."""
    held: dict[bool, list[str]] = {True: [], False: []}
    for name, count in total.counts.items():
        if total.variants and _is_settled(total, name):
            if name.endswith("_none") and not count.true:
                held[True].append(f"there is an equilibrium ({name.removesuffix('_none')})")
            else:
                held[count.true > 0].append(_asked(case, name))
    for lead, said in ((f"In all {total.variants:,}", held[True]), ("In none", held[False])):
        if said:
            yield paragraph(f"{lead}: {'; '.join(said)}.", width)


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else f"{text[: room - 3].rstrip()}..."


def _row(label: str, share: Share, names: Sequence[str]) -> list[str]:
    return [label, f"{share.variants:,}", *(_cell(share.counts[name], share.variants) for name in names)]


def _cell(count: Count, variants: int) -> str:
    return f"{count.true:,}" if count.answered == variants else f"{count.true:,}/{count.answered:,}"


def question(name: str) -> str:
    """Return what is counted, as the head of a column."""
    if name in {"attainable", "stays"}:
        return {"attainable": "outcome attainable", "stays": "nobody leaves status quo"}[name]
    concept, _, what = name.partition("_")
    words = {
        "status_quo": "status quo stable ({})",
        "outcome": "outcome in an equilibrium ({})",
        "none": "no equilibrium ({})",
    }
    return words[what].format(concept)


def value_label(case: Case, share: Share, *, of_party: bool = True) -> str:
    """Return how to call a value of what varies; with the party that it is about, where there is one."""
    if share.column == WORLD:
        return case.world_label(share.value)
    if share.column == DROPPED:
        return f"without {listed(share.value.split(SEPARATOR))}" if share.value else "no constraint dropped"
    kind, _, slug = share.column.partition("_")
    value = case.reading_label(slug, share.value) if kind == "reading" else f"order {share.value}"
    return f"{case.dm_name(slug)}: {value}" if of_party else value


def _left_out(found: Summary, width: int) -> Iterator[Text]:
    if found.left_out:
        names = listed(found.left_out)
        has = "has" if len(found.left_out) == 1 else "have"
        yield paragraph(f"{names} {has} too many values to list here.", width)


# ----------------------------------------------------------------------------------------------------- picture


def picture(done: Sweep) -> Scene:
    """Return the picture of the first question that was counted: a bar for each value of what varies."""
    found = done.summary
    case = job_of(done.manifest, done.store.text).case
    name = next(iter(found.total.counts))
    title = f"In how many variants {_asked(case, name)}"
    groups = [Group("All variants", (_bar("all of them", found.total, name),))]
    for column in dict.fromkeys(share.column for share in found.shares):
        mine = [share for share in found.shares if share.column == column]
        shown = tuple(_bar(value_label(case, share, of_party=False), share, name) for share in mine)
        groups.append(Group(_heading(case, column), shown))
    about = f"{case.file.title}. Counts of variants, not probabilities. {_bar('All', found.total, name).true:,} of "
    return bars(title, f"{about}{found.total.variants:,} variants.", groups)


def _bar(label: str, share: Share, name: str) -> Bar:
    count = share.counts[name]
    open_ = share.variants - count.answered
    return Bar(label, count.true, share.variants, f" ({open_:,} not answered)" if open_ else "")


def _asked(case: Case, name: str) -> str:
    """Return what is counted, as half a sentence."""
    if name == "attainable":
        return f"{outcome_name(case)} is attainable"
    if name == "stays":
        return "nobody has an unanswered improvement from the status quo"
    concept, _, what = name.partition("_")
    return {
        "status_quo": f"the status quo is an equilibrium ({concept})",
        "outcome": f"{outcome_name(case)} holds in some equilibrium ({concept})",
        "none": f"there is no equilibrium ({concept})",
    }[what]


def _heading(case: Case, column: str) -> str:
    if column in {WORLD, DROPPED}:
        return {WORLD: "Worlds", DROPPED: "Dropped constraints"}[column]
    kind, _, slug = column.partition("_")
    return f"{case.dm_name(slug)}: {'readings' if kind == 'reading' else 'orders of the statements'}"
