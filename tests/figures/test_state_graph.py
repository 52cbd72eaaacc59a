"""The picture of the states: everything has its place, nothing overlaps, and it says who moves and what changes."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import detente
from detente import catalog
from detente.analysis.answer import _attainments
from detente.analysis.attain import Rules
from detente.analysis.attainment import attainment
from detente.analysis.crosstable import cross_table
from detente.figures.measure import width, wrapped
from detente.figures.scene import Node, Scene
from detente.figures.state_graph import state_graph
from detente.figures.svg import svg

GOLDEN = Path(__file__).parent / "golden"
ASKED = tuple(s for s in catalog.slugs() if detente.load(s).outcome is not None)


def scene_of(slug: str) -> Scene:
    case = detente.load(slug)
    fixed = {s: next(iter(r)) for s, r in case.preferences.items()} if slug == "peace-treaty-large" else {}
    table = cross_table(case, readings=fixed)
    made = state_graph(case, *_attainments(case, fixed, Rules(), table))
    assert made is not None
    return made


def apart(a: Node, b: Node) -> bool:
    beside = a.x + a.width <= b.x or b.x + b.width <= a.x
    return beside or a.y + a.height <= b.y or b.y + b.height <= a.y


@pytest.mark.parametrize("slug", ASKED)
def test_boxes_do_not_overlap_and_texts_stay_inside(slug: str) -> None:
    scene = scene_of(slug)
    assert all(apart(a, b) for a, b in combinations(scene.nodes, 2))
    for node in scene.nodes:
        assert node.x >= 0
        assert node.x + node.width <= scene.width
        assert node.y >= 0
        assert node.y + node.height <= scene.height
        for text in node.texts:
            assert node.x <= text.left <= text.right <= node.x + node.width
            assert node.y < text.y - text.size * 0.7
            assert text.y < node.y + node.height


@pytest.mark.parametrize("slug", ASKED)
def test_labels_of_arrows_stand_between_the_boxes_and_apart(slug: str) -> None:
    scene = scene_of(slug)
    nodes = {n.slug: n for n in scene.nodes}
    labels = [(t, e) for e in scene.edges for t in e.texts]
    for text, edge in labels:
        left, right = nodes[edge.source], nodes[edge.target]
        assert left.x + left.width < text.left <= text.right < right.x
        assert text.y - text.size > 0
        assert text.y < scene.height
    for (a, _), (b, _) in combinations(labels, 2):
        assert a.right <= b.left or b.right <= a.left or abs(a.y - b.y) >= 0.9 * min(a.size, b.size)


@pytest.mark.parametrize("slug", ASKED)
def test_arrows_join_the_boxes_that_they_name(slug: str) -> None:
    scene = scene_of(slug)
    nodes = {n.slug: n for n in scene.nodes}
    for edge in (e for e in scene.edges if e.kind != "suppose"):
        (x1, y1), (x2, y2) = edge.points
        source, target = nodes[edge.source], nodes[edge.target]
        assert (x1, x2) == (source.x + source.width, target.x)
        assert y1 == y2
        assert source.y <= y1 <= source.y + source.height
        assert target.y <= y2 <= target.y + target.height


@pytest.mark.parametrize("slug", ASKED)
def test_the_picture_is_well_formed_and_its_key_explains_every_arrow(slug: str) -> None:
    scene = scene_of(slug)
    root = ET.fromstring(svg(scene))  # noqa: S314 - our own text
    assert root.attrib["role"] == "img"
    assert {k.kind for k in scene.keys} == {e.kind for e in scene.edges}
    assert all(k.text.right <= scene.width and k.y < scene.height for k in scene.keys)


def test_a_veto_and_a_deterring_answer_are_told_apart() -> None:
    kinds = {slug: {e.kind for e in scene_of(slug).edges} for slug in ("peace-treaty", "peace-treaty-1956")}
    assert "vetoed" in kinds["peace-treaty"]
    assert "answer" not in kinds["peace-treaty"]
    assert {"answered", "answer"} <= kinds["peace-treaty-1956"]


def test_who_vetoes_and_who_answers_is_said() -> None:
    texts = {t.words for slug in ("peace-treaty", "peace-treaty-1956") for e in scene_of(slug).edges for t in e.texts}
    assert {"Japan vetoes", "Russia vetoes", "United States"} <= texts


def test_no_box_is_labelled_by_a_pattern() -> None:
    for node in scene_of("peace-treaty").nodes:
        assert not any(set(t.words) <= set("YN-") for t in node.texts)


def test_an_outcome_that_holds_already_has_no_arrow() -> None:
    case = detente.load("peace-treaty")
    told = attainment(case, goal="russia.ban")
    scene = state_graph(case, {"actual": told})
    assert scene is not None
    assert not scene.edges
    assert "holds already" in scene.nodes[0].about


def test_nothing_to_show_is_no_picture() -> None:
    assert state_graph(detente.load("peace-treaty"), {}) is None


def transcript(scene: Scene) -> str:
    lines = [f"{scene.width:.0f} x {scene.height:.0f}  {scene.title}"]
    lines += [
        f"{n.slug} {n.kind} {n.state} {n.x:.0f},{n.y:.0f} {n.width:.0f}x{n.height:.0f} | "
        + " / ".join(t.words for t in n.texts)
        for n in scene.nodes
    ]
    lines += [
        f"{e.source}->{e.target} {e.kind} {'+'.join(e.by)} | " + " / ".join(t.words for t in e.texts)
        for e in scene.edges
    ]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("slug", ["elmira", "peace-treaty-1956"])
def test_the_scene_is_as_it_was(slug: str) -> None:
    kept, found = GOLDEN / f"{slug}.txt", transcript(scene_of(slug))
    if found != kept.read_text("utf-8"):
        kept.with_suffix(".new").write_text(found, "utf-8")
    assert found == kept.read_text("utf-8")


def test_long_words_are_broken_and_long_texts_cut() -> None:
    assert wrapped("a" * 100, 60, 12, most=2)[-1].endswith("…")
    assert all(width(line, 12) <= 60 for line in wrapped("mm" * 50, 60, 12, most=30))
    assert wrapped("", 60, 12, most=2) == []
