"""The picture of counts: bars as long as they say, texts apart, everything inside."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.figures.bars import TRACK, Bar, Group, bars
from detente.figures.svg import svg

LABELS = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=90)
COUNTS = st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)).map(sorted)
GROUPS = st.lists(st.tuples(LABELS, st.lists(st.tuples(LABELS, COUNTS), max_size=5)), max_size=4)


@given(LABELS, GROUPS)
def test_bars_are_as_long_as_their_counts_and_nothing_overlaps(title: str, drawn: list) -> None:  # type: ignore[type-arg]
    groups = [Group(head, tuple(Bar(label, k, n) for label, (k, n) in inside)) for head, inside in drawn]
    scene = bars(title, "about", groups)
    tracks = [n for n in scene.nodes if n.slug.endswith("-all")]
    parts = {n.slug: n for n in scene.nodes if n.slug.endswith("-true")}
    counts = [bar for group in groups for bar in group.bars]
    assert len(tracks) == len(counts)
    for track, bar in zip(tracks, counts, strict=True):
        part = parts.get(track.slug.replace("-all", "-true"))
        assert (part is None) == (bar.true == 0)
        assert part is None or part.width == pytest.approx(TRACK * bar.true / bar.of)
    heights = [(t.y, t.y + t.height) for t in tracks]
    assert all(below[0] >= above[1] for above, below in pairwise(heights))
    for node in scene.nodes:
        assert node.y + node.height <= scene.height
        assert all(text.left >= 0 and text.right <= scene.width + 1e-6 for text in node.texts)
    lines = [text.y for node in scene.nodes for text in node.texts if text.anchor == "start" and text.x < 100]
    assert all(b - a >= 10 for a, b in pairwise(sorted(lines)))
    ET.fromstring(svg(scene))  # noqa: S314 - ours


def test_counts_are_written_and_never_as_a_share() -> None:
    drawn = svg(bars("T", "A", [Group("G", (Bar("x", 1_234, 5_000, " (3 not answered)"),))]))
    assert "1,234 of 5,000 (3 not answered)" in drawn
    assert "%" not in drawn
