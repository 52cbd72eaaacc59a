"""The figures of the flagship case over all orders that the citations allow, and over all orders of the statements."""

from __future__ import annotations

from itertools import pairwise

import pytest

import detente
from detente.analysis.robust.verdicts import Robust, robust
from detente.case.build import Case
from tests.analysis.small import patched

WORLDS = ["actual", "troops_gone", "ban_gone", "both_gone"]
BARE_OVER_NONE = """      - prefer: treaty & !russia.cede
        over: "!treaty"
        all_else: [troops]
        cite: {source: scmp, at: paragraph 4, words: "our main problem, the peace treaty", voice: peskov}
        note: Putin's offer of September 2018 shows it for a Japan with troops. Doubt it, and drop the line.
"""
JAPAN = """      - prefer: "!treaty"
        over: treaty & !russia.cede
        all_else: [troops]
        cite: {source: vladivostok_2018, words: unchanged, voice: suga}
      - prefer: russia.cede
        over: "!treaty"
        all_else: [troops]
        cite: {source: scmp, at: paragraph 14, words: see the islands returned, voice: brown}
        note: That two islands are enough is the modeller's step, as in the reading brown_two.
"""
RUSSIA_MAY_REFUSE = (BARE_OVER_NONE, "      - {better: bare_treaty_without_troops, than: no_treaty_without_troops}\n")


def pair(better: str, than: str) -> str:
    """Return a comparison with all else equal."""
    return f"      - {{prefer: '{better}', over: '{than}', all_else: [troops]}}\n"


def yes(found: Robust) -> dict[str, int]:
    """Return in how many completions the treaty can be attained, by world."""
    return {world: tally.yes for world, tally in found.worlds.items()}


def but_for(found: Robust, world: str, not_in: str) -> int:
    """Return in how many completions the treaty can be attained in one world and not in another."""
    return next(b.tally.yes for b in found.but_for if (b.world, b.not_in) == (world, not_in))


@pytest.fixture(scope="module")
def flagship() -> Robust:
    """All orders that the citations allow."""
    return robust(detente.load("peace-treaty"), citations=True)


def test_half_of_the_orders_allow_a_treaty_once_the_ban_is_gone(flagship: Robust) -> None:
    assert {s.dm: s.order.count for s in flagship.spreads} == {"russia": 16, "japan": 3, "us": 36}
    assert flagship.total == 1728
    assert {w: yes(flagship)[w] for w in WORLDS} == {"actual": 0, "troops_gone": 0, "ban_gone": 864, "both_gone": 864}
    assert flagship.complete


def test_removing_the_troops_gives_as_many_treaties_as_it_takes(flagship: Robust) -> None:
    assert but_for(flagship, "both_gone", "ban_gone") == 324
    assert but_for(flagship, "ban_gone", "both_gone") == 324
    assert but_for(flagship, "troops_gone", "actual") == 0
    assert but_for(flagship, "ban_gone", "actual") == 864


def test_the_verdicts_hinge_on_how_russia_ranks_islands_and_no_treaty(flagship: Robust) -> None:
    with_troops = next(h for h in flagship.hinges if h.verdict == "world:ban_gone")
    assert (with_troops.dm, with_troops.better, with_troops.than) == (
        "russia",
        "islands_with_troops",
        "no_treaty_with_troops",
    )
    assert (with_troops.bits, with_troops.yes_if, with_troops.of_if, with_troops.yes_else) == (1.0, 864, 864, 0)
    without = next(h for h in flagship.hinges if h.verdict == "world:both_gone")
    assert (without.better, without.than, without.bits) == ("islands_without_troops", "no_treaty_without_troops", 1.0)
    gained = [h for h in flagship.hinges if h.verdict == "but_for:both_gone/ban_gone"]
    assert (gained[0].better, gained[0].than) == ("no_treaty_with_troops", "islands_with_troops")
    assert (gained[0].yes_if, gained[0].yes_else) == (324, 0)


def test_every_hinge_is_told_the_way_round_that_makes_its_verdict_more_frequent(flagship: Robust) -> None:
    """By shares and not by counts: 216 of 216 is more than 648 of 1,512."""
    assert all(h.yes_if * h.of_else > h.yes_else * h.of_if for h in flagship.hinges)
    assert any(h.yes_if < h.yes_else for h in flagship.hinges)
    keys = [(h.verdict, -round(h.bits, 12)) for h in flagship.hinges]
    assert all(a[1] <= b[1] for a, b in pairwise(keys) if a[0] == b[0])


def test_the_order_of_the_united_states_changes_nothing(flagship: Robust) -> None:
    assert flagship.idle == ("us",)


def test_that_a_treaty_is_never_attained_now_hangs_on_two_citations(flagship: Robust) -> None:
    told = flagship.citations or ()
    assert len(told) == 8
    fallen = [(d.dm, d.entry) for d in told if d.worlds and d.worlds["actual"].verdict != "never"]
    assert fallen == [("japan", 2), ("us", 0)]


def test_never_if_japan_insists_on_four_islands() -> None:
    four = pair("!treaty", "treaty & !russia.cede") + pair("!treaty", "russia.cede")
    found = robust(patched("peace-treaty", four=(JAPAN, four + pair("russia.cede", "treaty & !russia.cede"))))
    assert found.total == 16 * 5 * 36
    assert {t.verdict for t in found.worlds.values()} == {"never"}


def test_if_russia_may_refuse_a_bare_treaty_under_troops() -> None:
    found = robust(patched("peace-treaty", bare=RUSSIA_MAY_REFUSE), worlds=WORLDS)
    assert found.total == 20 * 3 * 36
    assert but_for(found, "both_gone", "ban_gone") * 180 == 36 * found.total
    assert but_for(found, "troops_gone", "actual") == 0


def test_if_japan_signs_without_islands() -> None:
    bare = pair("russia.cede", "treaty & !russia.cede") + pair("treaty & !russia.cede", "!treaty")
    found = robust(patched("peace-treaty", bare=RUSSIA_MAY_REFUSE, japan=(JAPAN, bare)), worlds=WORLDS)
    assert found.total == 20 * 1 * 36
    assert yes(found)["actual"] * 60 == 48 * found.total
    assert but_for(found, "troops_gone", "actual") * 60 == 12 * found.total


@pytest.mark.parametrize(
    ("reading", "with_ban", "without_ban", "bits"),
    [("peskov_wide", 0, 20, 1.0), ("peskov_narrow", 0, 0, 1.0), ("peskov_strong", 48, 61, 0.65)],
)
def test_all_orders_of_the_statements(reading: str, with_ban: int, without_ban: int, bits: float) -> None:
    case = detente.load("peace-treaty")
    found = robust(case, orders=True, vary=["russia", "japan"], readings={"russia": reading}, worlds=WORLDS)
    assert found.total == 576
    assert but_for(found, "troops_gone", "actual") == with_ban
    assert but_for(found, "both_gone", "ban_gone") == without_ban
    now = [h for h in found.hinges if h.verdict == "world:actual"]
    assert (now[0].dm, now[0].better, now[0].than) == ("japan", "treaty", "treaty -> russia.cede")
    assert round(now[0].bits, 2) == bits
    assert now[0].yes_else == 0
    assert found.citations is None


@pytest.fixture(scope="module")
def small() -> tuple[Case, Robust]:
    """The case with one world, and its exact answer."""
    case = detente.load("peace-treaty")
    return case, robust(case, worlds=["ban_gone", "both_gone"])


def misses(case: Case, exact: Robust, seeds: range) -> tuple[int, int]:
    """Return how many ranges of samples miss the exact share, and how many ranges there are."""
    missed = seen = 0
    for seed in seeds:
        found = robust(case, worlds=["ban_gone", "both_gone"], most=200, seed=seed)
        assert found.sampled
        for told, sure in zip([*found.worlds.values()], [*exact.worlds.values()], strict=True):
            low, high = told.interval or (1.0, 0.0)
            missed += not low <= sure.yes / sure.of <= high
            seen += 1
    return missed, seen


def test_ranges_of_samples_hold_the_exact_share(small: tuple[Case, Robust]) -> None:
    missed, seen = misses(*small, range(20))
    assert seen == 40
    assert missed <= 4


@pytest.mark.long
def test_at_most_one_range_in_twenty_misses_the_exact_share(small: tuple[Case, Robust]) -> None:
    missed, seen = misses(*small, range(500))
    assert missed <= 0.05 * seen + 3 * (0.05 * 0.95 * seen) ** 0.5


def test_what_is_too_large_is_drawn_and_says_so() -> None:
    """Nobody is cited for Japan or the United States: 16 x 720 x 720 completions."""
    told = detente.load("peace-treaty")
    parties = dict(told.file.decision_makers)
    for slug in ("japan", "us"):
        parties[slug] = parties[slug].model_copy(update={"comparisons": ()})
    file = told.file.model_copy(update={"decision_makers": parties})
    case = Case(file, told.root, told.name, told.text, told.sha256)
    found = robust(case, worlds=["actual"], most=2_000, seed=7)
    assert (found.total, found.of, found.sampled, found.complete) == (16 * 720 * 720, 2_000, True, False)
    assert found.worlds["actual"].verdict == "some"
    assert found.idle is None
    assert all(h.bits > 0.002 for h in found.hinges)


def test_progress_only_goes_on_and_ends_the_work_when_it_raises() -> None:
    case = detente.load("peace-treaty")
    told: list[tuple[int, int]] = []
    robust(case, citations=True, progress=lambda done, of: told.append((done, of)))
    shares = [done / of for done, of in told]
    assert shares == sorted(shares)
    assert 0 <= shares[0] <= shares[-1] <= 1

    def stop(*_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        robust(case, progress=stop)
