"""The report holds everything it should, in its order, and nothing from anywhere else."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import detente
from detente import catalog
from detente.report import html
from tests.report import cases
from tests.report.answers import LARGE, SMALL, answered, page, page_of
from tests.report.outline import Outline

ORDER = (
    "answer",
    "table",
    "claims",
    "paths",
    "picture",
    "causes",
    "ways-out",
    "robust",
    "prices",
    "equilibria",
    "findings",
    "heard",
    "model",
    "published",
    "notes",
    "provenance",
)
FLAGSHIP = "peace-treaty"


def sections(text: str) -> list[str]:
    return [a["id"] for tag, a in Outline.of(text).tags if tag == "section"]


def test_the_flagship_has_its_sections_in_the_order_of_the_house() -> None:
    assert sections(page(FLAGSHIP)) == [s for s in ORDER if s != "published"]


@pytest.mark.parametrize("slug", catalog.slugs())
def test_sections_are_never_out_of_order_and_tags_close(slug: str) -> None:
    found = sections(page(slug))
    assert found == sorted(found, key=ORDER.index)
    assert not Outline.of(page(slug)).open


@pytest.mark.parametrize("slug", SMALL)
def test_everything_of_the_case_is_shown(slug: str) -> None:
    case, words = detente.load(slug), Outline.of(page(slug)).words
    parties = case.file.decision_makers
    wanted = [case.file.title, case.file.question or "", case.sha256, detente.__version__]
    wanted += [s.title for s in case.file.sources.values()] + [v.name for v in case.file.voices.values()]
    wanted += [dm.name for dm in parties.values()]
    wanted += [o.meaning for dm in parties.values() for o in dm.options.values()]
    wanted += [case.reading_label(s, r) for s in parties for r in case.preferences[s] if r != "default"]
    wanted += [s.want for dm in parties.values() for r in dm.all_readings.values() for s in r.statements or ()]
    wanted += [c.when for c in case.file.constraints] + [f.holds_while for f in case.file.freezes]
    wanted += [*case.file.claims, *case.file.let, *case.file.let.values()]
    missing = [w for w in wanted if " ".join(w.split()) not in words]
    assert not missing


@pytest.mark.parametrize("slug", SMALL)
def test_every_claim_says_its_verdict(slug: str) -> None:
    words = Outline.of(page(slug)).words
    for verdict in answered(slug).verdicts:
        assert (f"of {verdict.total()}" if verdict.total() > 1 else verdict.why_not or "one reading") in words


def test_the_cross_table_has_a_cell_for_every_reading_and_world() -> None:
    table = answered(FLAGSHIP).table
    assert table is not None
    cells = re.findall(r'<td class="cell (yes|no) (sourced|guessed)">', page(FLAGSHIP))
    assert [c == "yes" for c, _ in cells] == [v for row in table.rows for v in row.attainable.values()]
    assert sum(s == "sourced" for _, s in cells) == 24 * len(table.worlds)
    words = Outline.of(page(FLAGSHIP)).words
    assert "8 of 48 10 of 48 17 of 48 22 of 48" in words
    assert "0 of 24 0 of 24 1 of 24 6 of 24" in words


def test_table_headers_have_a_scope() -> None:
    for tag, attributes in Outline.of(page(FLAGSHIP)).tags:
        assert tag != "th" or attributes.get("scope") in {"col", "row", "rowgroup"}


@pytest.mark.parametrize("slug", catalog.slugs())
def test_every_link_and_every_reference_inside_the_page_leads_somewhere(slug: str) -> None:
    outline = Outline.of(page(slug))
    ids = outline.values("id")
    assert len(ids) == len(set(ids))
    wanted = [h.removeprefix("#") for h in outline.values("href") if h.startswith("#")]
    for attribute in ("aria-labelledby", "aria-describedby"):
        wanted += [one for value in outline.values(attribute) for one in value.split()]
    assert set(wanted) <= set(ids)


@pytest.mark.parametrize("slug", SMALL)
def test_every_citation_is_a_footnote_and_its_words_stand_beside_it(slug: str) -> None:
    from detente.case.evidence import all_cites

    text = page(slug)
    notes = set(re.findall(r'<li id="note-(\d+)"', text))
    marks = re.findall(r'<a href="#note-(\d+)" id="ref-[\d-]+" aria-label="note \1" aria-describedby="tip-ref-', text)
    assert set(marks) == notes
    shown = list(all_cites(detente.load(slug).file))
    assert len(marks) >= len({c for path, c in shown if path[0] != "published" and path[0] != "variants"})


@pytest.mark.parametrize("slug", catalog.slugs())
def test_the_page_is_small_and_takes_nothing_from_elsewhere(slug: str) -> None:
    text = page(slug)
    assert len(text.encode("utf-8")) < 1_000_000
    outline = Outline.of(text)
    assert not {"script", "link", "img", "iframe", "object", "embed", "base", "form"} & {t for t, _ in outline.tags}
    assert not re.search(r"@import|url\s*\(|src\s*=", text)
    assert all(h.startswith("#") or c == "out" for h, c in _links(outline))
    assert "default-src 'none'" in text


def _links(outline: Outline) -> list[tuple[str, str]]:
    return [(a["href"], a.get("class", "")) for tag, a in outline.tags if tag == "a"]


def test_a_large_case_is_cut_and_says_so() -> None:
    words = Outline.of(page(LARGE)).words
    assert "22,272" in words
    assert re.search(r"48 of [\d,]+ such states are shown", words)


def test_the_same_case_gives_the_same_bytes_in_another_process() -> None:
    code = (
        "import detente, hashlib; from detente.analysis.answer import answer; from detente.report import html;"
        "print(hashlib.sha256(html(answer(detente.load('chicken'))).encode()).hexdigest())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert len(found) == 1
    assert html(answered("chicken")) == html(answered("chicken"))


def test_the_page_does_not_tell_where_the_file_lies(tmp_path: Path) -> None:
    file = tmp_path / "secret folder" / "dam.yaml"
    file.parent.mkdir()
    file.write_text(cases.NO_CLAIMS, "utf-8")
    from detente.analysis.answer import answer

    text = html(answer(detente.load(file)))
    assert "dam.yaml" in text
    assert "secret folder" not in text


def test_hostile_text_stays_text() -> None:
    text = page_of(cases.HOSTILE)
    outline = Outline.of(text)
    assert not outline.open
    assert not {"script", "img", "b"} & {tag for tag, _ in outline.tags}
    assert not [name for _, attributes in outline.tags for name in attributes if name.startswith("on")]
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f]", text)
    assert cases.SHOWN in outline.words
    assert "7 * 7" in text
    assert outline.words.count("alert(1)") > 40
    hrefs = [h for h, _ in _links(outline)]
    assert not [h for h in hrefs if "javascript" in h]
    assert "https://example.org/a?b=1&c='2'" in hrefs


def test_a_case_whose_states_only_have_names() -> None:
    words = Outline.of(page_of(cases.NAMES_ONLY)).words
    assert "both stay at home" in words
    assert "SIM is left out" in words


def test_a_case_without_outcome_claims_or_worlds() -> None:
    text = page_of(cases.PLAIN)
    assert sections(text)[0] == "answer"
    assert not {"table", "claims", "paths", "picture", "notes"} & set(sections(text))


def test_a_case_without_claims_and_worlds_still_has_its_paths() -> None:
    text = page_of(cases.NO_CLAIMS)
    assert {"table", "paths", "picture"} <= set(sections(text))
    assert "attainable in one step" in text


def test_an_outcome_that_holds_already() -> None:
    assert "holds already" in page_of(cases.ALREADY)


def test_what_is_assumed_is_marked_where_it_stands() -> None:
    words = Outline.of(page(FLAGSHIP)).words
    assert "assumed by the modeller: bait is worth something only as long as it is not eaten" in words
    assert re.search(r"islands before alliance islands_first assumed Assumed by the modeller", words)


def test_published_answers_stand_beside_ours() -> None:
    from detente.analysis.answer import answer

    case = detente.load("korea-2017", variant="invasion_irreversible")
    words = Outline.of(html(answer(case))).words
    assert "SEQ or SIM differs" in words
    assert "Published NNNN YNYN NYNY" in words
    assert "Ours NNNN NNYY NYNY YNYN" in words
    assert "invasion_irreversible" in words


def test_worlds_name_the_kind_of_their_change() -> None:
    words = Outline.of(page(FLAGSHIP)).words
    assert "do: us.station is fixed at N" in words
    assert "direction opened: russia.ban can change both ways" in words


def test_long_tables_of_readings_are_cut() -> None:
    readings = ", ".join(f"r{k}: [a.go]" for k in range(20))
    text = cases.NO_CLAIMS.replace("prefers: [a.sign & b.sign]", f"readings: {{{readings}}}").replace("a.go", "a.sign")
    assert "The first 240 of 400 combinations are shown" in page_of(text)


def test_the_menu_says_what_it_rests_on_what_was_left_out_and_how_far_was_searched() -> None:
    words = Outline.of(page_of(cases.MENU)).words
    assert "Left out: reading:b it has no alternative here" in words
    assert "Every combination of the menu was considered" in words
    assert "it stands" in words


def test_ways_out_are_told_even_where_every_factor_is_younger_than_the_effect() -> None:
    words = Outline.of(page_of(cases.MENU.replace("as_of: 2024", "as_of: 1900"))).words
    assert "No factor is as old as the effect" in words
    assert "The smallest changes that would settle it" in words
    assert "Without the arms" in words


def test_the_report_says_what_deters_whom_at_the_status_quo() -> None:
    words = " ".join(Outline.of(page("elmira")).words.split())
    assert "What deters whom at the status quo" in words
    assert "s1 (status quo) is not stable for the local government" in words
    assert "What deters whom at the status quo" not in Outline.of(page(FLAGSHIP)).words
