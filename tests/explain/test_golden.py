"""What is said of every case of the catalogue, word for word.

Where it differs the new text is put beside the old, and accepted by renaming it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import detente
from detente import catalog
from detente.analysis.answer import Answer, answer
from detente.explain import attainment, findings, headline, verdict

GOLDEN = Path(__file__).parents[1] / "golden" / "explain"
LARGE = {"peace-treaty-large": {"russia": "draft", "japan": "draft"}}


def text(made: Answer) -> str:
    """Return everything that is said of an answer, one line for each sentence or phrase."""
    return "\n".join(lines(made)) + "\n"


def lines(made: Answer) -> Iterator[str]:
    """Yield the answer first, then chains and obstacles by world, verdicts, and findings."""
    yield from headline(made)
    for title, told in (("under the first readings", made.attainments), ("in other readings", made.examples)):
        for world, each in told.items():
            yield from ["", f"== {world}, {title}", *attainment(made.case, each)]
    for found in made.verdicts:
        words = verdict(made.case, found)
        yield from ["", f"== {found.slug}", words.claim, words.test, words.count]
        yield from (f"yes {phrase}" for phrase in words.yes_if)
        yield from (f"no {phrase}" for phrase in words.no_if)
        yield from (*words.hinges, *words.remarks)
    for title, said in findings(made):
        yield from ["", f"== {title}", *said]


@pytest.mark.parametrize("slug", catalog.slugs())
def test_the_explanation_of_a_case_reads_as_it_was_accepted(slug: str) -> None:
    """The large case in its own readings, as they are most of the work."""
    said = text(answer(detente.load(slug), readings=LARGE.get(slug)))
    accepted = GOLDEN / f"{slug}.txt"
    if not accepted.exists() or accepted.read_text("utf-8") != said:
        new = accepted.with_suffix(".new")
        new.parent.mkdir(parents=True, exist_ok=True)
        new.write_text(said, "utf-8", newline="\n")
        pytest.fail(f"{accepted.name} reads differently; the new text is in {new.name}")
    accepted.with_suffix(".new").unlink(missing_ok=True)


def test_every_accepted_text_has_its_case() -> None:
    """None is left of a case that is gone."""
    assert {f.stem for f in GOLDEN.glob("*.txt")} == set(catalog.slugs())
