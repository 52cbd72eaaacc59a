from __future__ import annotations

import pytest
from tests.text.page_files import FLAGSHIP, KEPT, names, page

from detente.text.paragraphs import paragraphs, unclear

STORY = (
    "The harbour board met for eleven minutes on Wednesday and agreed on nothing at all.",
    "Its chairman said afterwards that the dredging would start when the herring say so, and not before.",
    "Opponents of the plan handed over a petition, which the clerk of the board counted twice.",
)
FLAGSHIP_CLASSES = {
    **dict.fromkeys((1, 2, 3, 4, 5, 6, 13), "boilerplate"),
    **dict.fromkeys((7, 17, 31), "caption"),
    9: "headline",
    **dict.fromkeys((11, 12), "summary"),
    **dict.fromkeys((14, 15, 16, 18, 19, 21, 25, 27, 29, 32, 33, 35, 37, 39, 41, 49, 51, 53, 55), "body"),
    23: "related",
    **dict.fromkeys((43, 45, 47), "media"),
    57: "comment-count",
}


def classes(*lines: str) -> list[str]:
    """Return the classes of paragraphs with blank lines between them."""
    return [each.label for each in paragraphs("\n\n".join(lines))]


def inside(line: str) -> str:
    """Return the class of a line that stands between the paragraphs of an article."""
    return classes("Harbour board agrees on nothing again", STORY[0], STORY[1], line, STORY[2])[3]


def behind(line: str) -> str:
    """Return the class of a line that stands behind an article."""
    return classes("Harbour board agrees on nothing again", *STORY, line)[-1]


def test_the_flagship_article_is_sorted_line_by_line() -> None:
    if not FLAGSHIP.is_file():
        pytest.skip("the article that the flagship case cites is not here")
    text = FLAGSHIP.read_text("utf-8")
    found = {text.count("\n", 0, each.span.start) + 1: each.label for each in paragraphs(text)}
    assert found == FLAGSHIP_CLASSES


@pytest.mark.parametrize("name", names())
def test_no_paragraph_of_the_article_in_a_page_is_lost(name: str) -> None:
    text, expected = page(name)
    found = paragraphs(text)
    pairs = list(zip(found, expected, strict=True))
    assert not [each.span.of(text) for each, gold in pairs if gold in KEPT and each.label not in KEPT]
    assert sum(each.label == gold for each, gold in pairs) >= 0.65 * len(pairs)


def test_over_all_pages_nearly_every_class_is_right_and_nearly_all_furniture_told() -> None:
    pairs: list[tuple[str, str]] = []
    for name in names():
        text, expected = page(name)
        pairs += zip((each.label for each in paragraphs(text)), expected, strict=True)
    furniture = [label for label, gold in pairs if gold not in KEPT]
    assert sum(label == gold for label, gold in pairs) >= 0.95 * len(pairs)
    assert sum(label not in KEPT for label in furniture) >= 0.97 * len(furniture)


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Advertisement", "boilerplate"),
        ("Story continues below advertisement", "boilerplate"),
        ("Share | Save | Print", "boilerplate"),
        ("Sign up for our morning newsletter", "boilerplate"),
        ("Follow us on Facebook", "boilerplate"),
        ("We use cookies to improve your visit. By continuing you accept them.", "boilerplate"),
        ("Read more: Ferry line cuts its winter crossings", "related"),
        ("ALSO READ | Why the ferry never runs on Sundays", "related"),
        ("Ferry line to cut ‘empty’ crossings next winter: sources", "related"),
        ("02:12", "media"),
        ("WATCH: The ferry leaves for the last time", "media"),
        ("Image source, Getty Images", "caption"),
        ("The quay at low tide. Photo: Reuters", "caption"),
        ("The quay at low tide in March. (AP Photo/Ola Nordmann)", "caption"),
        ("FILE - The quay at low tide.", "caption"),
        ("The quay at low tide [File: Ola Nordmann/Reuters]", "caption"),
        ("18:02 GMT", "dateline"),
        ("9:05 p.m.", "dateline"),
        ("Published 3 hours ago", "dateline"),
        ("52 comments", "comment-count"),
        ("Comments (52)", "comment-count"),
        ("5 min read", "boilerplate"),
        ("© 2024 The Quay Gazette", "boilerplate"),
        ("Reporting by Ola Nordmann; Editing by Kari Nordmann", "byline"),
        ("Ola Nordmann contributed to this report.", "byline"),
        ("Tags: harbours, herring", "boilerplate"),
        ("width: 100%;", "boilerplate"),
    ],
)
def test_furniture_is_told_in_the_middle_of_an_article(line: str, label: str) -> None:
    assert inside(line) == label


@pytest.mark.parametrize(
    "line",
    [
        "Thank you.",
        "“Sign up for the ferry,” the chairman said to the crew. “It is the only way home.”",
        "By Friday the talks had ended.",
        "He shared a photo: it showed the quay at night.",
        "The minister spoke of cookies, newsletters and other things that nobody wants.",
        "Video: he would not hear the word again, the chairman said, and shut the door on the cameras.",
        "The chairman added:",
        "a line that somebody broke",
        "May is the month of herring.",
        "Copyright law was not discussed.",
        "Read the letter, he told them.",
        "Updates to the plan were refused by the board on Monday.",
        "- No deal before the herring.",
        "1. Who pays for the dredging.",
        "Seven ministers and one poet",
        "___",
        "He is seen as a candidate for the chair of the board by many.",
    ],
)
def test_what_only_looks_like_furniture_is_kept(line: str) -> None:
    assert inside(line) in KEPT


def test_the_headline_is_found_behind_furniture() -> None:
    found = classes("Menu", "World", "Get the app", "Harbour board agrees on nothing again", "By Ola Nordmann", *STORY)
    assert found == ["boilerplate"] * 3 + ["headline", "byline"] + ["body"] * 3


def test_an_article_may_have_no_headline() -> None:
    assert classes(*STORY) == ["body"] * 3
    assert classes("Share", *STORY) == ["boilerplate", *["body"] * 3]


def test_a_sentence_can_be_a_headline_where_furniture_follows_it() -> None:
    found = classes("The board met. It agreed on nothing.", "By Ola Nordmann", *STORY)
    assert found == ["headline", "byline", *["body"] * 3]


def test_points_and_stand_firsts_below_the_headline_are_its_summary() -> None:
    title = "Harbour board agrees on nothing again"
    assert classes(title, "• No date for the next meeting", "• Herring to decide", *STORY)[1:3] == ["summary"] * 2
    stand_first = "A meeting of eleven minutes leaves the dredging of the old harbour where it was."
    assert classes(title, stand_first, "By Ola Nordmann", *STORY)[1:3] == ["summary", "byline"]


def test_points_inside_the_article_are_a_list() -> None:
    assert inside("• Who pays for the dredging") == "list"


def test_a_caption_that_repeats_a_sentence_is_a_caption_and_says_which() -> None:
    caption = (
        "Chairman Ola Nordmann said that the dredging would start when the herring say so, and not before. Photo: AP"
    )
    found = paragraphs("\n".join(["Harbour board agrees on nothing again", *STORY, caption, "So it was left."]))
    assert (found[4].label, found[4].repeats) == ("caption", 2)
    assert (found[2].label, found[2].repeats) == ("body", None)


def test_a_caption_repeats_the_article_also_when_it_stands_first() -> None:
    caption = STORY[1].replace("Its chairman", "Chairman Ola Nordmann") + " Photo: AP"
    found = paragraphs("\n".join(["Harbour board agrees on nothing again", STORY[0], caption, STORY[1], STORY[2]]))
    assert (found[2].label, found[2].repeats) == ("caption", 3)
    assert (found[3].label, found[3].repeats) == ("body", None)


def test_an_unfinished_line_that_repeats_a_paragraph_is_a_caption() -> None:
    assert behind(STORY[1].rstrip(".")) == "caption"


def test_a_title_that_stands_twice_in_a_row_belongs_to_a_player() -> None:
    title = "Herring fleet leaves port for the season"
    assert classes("Harbour board agrees on nothing", *STORY, "03:10", title, title, STORY[0])[4:7] == ["media"] * 3


def test_a_title_beside_a_running_time_is_the_title_of_a_recording() -> None:
    assert (
        classes("Harbour board agrees on nothing", *STORY, "03:10", "Why the fleet left", STORY[0])[4:6]
        == ["media"] * 2
    )


def test_titles_below_a_heading_of_links_are_links_until_the_article_goes_on() -> None:
    links = ["Most read", "1", "Ferry cut again", "2", "Can a town own its weather?"]
    found = classes("Harbour board agrees on nothing", STORY[0], *links, STORY[1])
    assert found == ["headline", "body", "boilerplate", *["related"] * 4, "body"]


def test_a_run_of_titles_behind_the_article_are_links() -> None:
    titles = [
        "Bakers end their strike over ovens",
        "Carnival float sinks in the harbour",
        "School bus stops at the border",
    ]
    assert classes("Harbour board agrees on nothing", *STORY, *titles)[-3:] == ["related"] * 3


def test_two_short_lines_behind_the_article_are_kept() -> None:
    assert classes("Harbour board agrees on nothing", *STORY, "Ola Nordmann", "Bergen")[-2:] == ["unknown"] * 2


def test_a_number_alone_behind_the_article_counts_comments() -> None:
    assert behind("52") == "comment-count"
    assert inside("52") == "unknown"


def test_a_heading_between_paragraphs_is_a_headline() -> None:
    assert inside("Herring first") == "headline"


def test_every_class_has_a_reason_and_a_score() -> None:
    for name in names():
        for each in paragraphs(page(name)[0]):
            assert each.reason
            assert 0 < each.score <= 1


def test_paragraphs_of_no_clear_class_are_told_with_the_first_few_numbers() -> None:
    assert unclear(paragraphs("\n".join(STORY))) == ()
    (doubt,) = unclear(paragraphs("\n".join([*STORY, "___", "___"])))
    assert doubt.code == "unknown-paragraph"
    assert "2 paragraphs" in doubt.message
    assert "(4, 5)" in doubt.message


@pytest.mark.parametrize(
    "furniture",
    [
        ["Advertisement"],
        ["Sign up for our morning newsletter"],
        ["Read more: Ferry line cuts its winter crossings"],
        ["The quay at low tide in March. Photo: Reuters"],
        ["02:12", "Why the ferry never runs on Sundays", "Why the ferry never runs on Sundays"],
        ["Image source, Getty Images"],
        ["12 comments"],
    ],
)
@pytest.mark.parametrize("name", ["region-paper.page", "wire-us.page", "clean-transcript.page", "no-headline.page"])
def test_furniture_between_any_two_paragraphs_changes_no_other(name: str, furniture: list[str]) -> None:
    text, _ = page(name)
    lines = [each.span.of(text) for each in paragraphs(text)]
    alone = [label in KEPT for label in classes(*lines)]
    for place in range(1, len(lines)):
        found = [label in KEPT for label in classes(*lines[:place], *furniture, *lines[place:])]
        assert not any(found[place : place + len(furniture)])
        assert found[:place] + found[place + len(furniture) :] == alone
