"""Why a state is stable or not: every improvement, a real sanction or a real escape."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import detente
from detente.analysis.told import ToldMove
from detente.analysis.witness import Improvement, reply_paths, witness
from detente.concepts import Concept, Replies, concept
from detente.engines.reference import replies
from detente.errors import NotAnswered
from detente.model.conflict import Conflict
from tests.analysis.literal import Literal
from tests.analysis.test_attain import labels
from tests.build import any_conflicts, concepts_of, stable


class Told:
    """A conflict whose states are called as told moves call them."""

    def __init__(self, conflict: Conflict) -> None:
        self.conflict, self.literal = conflict, Literal(conflict)
        self.player = {slug: i for i, slug in enumerate(conflict.structure.slugs)}
        self.name = dict(zip(conflict.states.patterns, labels(conflict), strict=True))

    def is_move(self, move: ToldMove, start: str) -> bool:
        """Whether one party moves along one of its own moves, from ``start``."""
        (slug,) = move.by
        return move.start == start and self.name[move.end] in self.literal.moves(self.player[slug], self.name[start])

    def better(self, slug: str, end: str, start: str) -> bool:
        """Whether a party strictly prefers one state to another."""
        return self.literal.better(self.player[slug], self.name[end], self.name[start])


def check(told: Told, asked: Concept, dm: str, state: str, found: Improvement) -> None:
    """Check one improvement with what it meets."""
    assert told.is_move(found.move, state)
    assert told.better(dm, found.move.end, state)
    if found.sanction is not None:
        check_sanction(told, asked, dm, state, found)
    elif found.escapes is not None:
        assert asked.survives_countermove
        escape = found.escapes.move
        assert escape.by == (dm,)
        assert told.is_move(escape, escape.start)
        assert told.better(dm, escape.end, state)
        assert not told.better(dm, escape.start, state)
    else:
        assert found.ends == found.move.end


def check_sanction(told: Told, asked: Concept, dm: str, state: str, found: Improvement) -> None:
    """Check that a sanction is legal, credible where it must be, and leaves no better way on."""
    moves = found.sanction or ()
    end = moves[-1].end
    assert found.ends == end
    assert not told.better(dm, end, state)
    assert found.then is not None
    assert found.then.end_is in {"worse", "equal"}
    if asked.replies is Replies.JOINT:
        assert len(moves) == 1
        assert dm not in moves[0].by
    else:
        check_sequence(told, asked, dm, found.move.end, moves)
    if asked.survives_countermove:
        further = told.literal.moves(told.player[dm], told.name[end])
        assert not any(told.literal.better(told.player[dm], k, told.name[state]) for k in further)


def check_sequence(told: Told, asked: Concept, dm: str, start: str, moves: tuple[ToldMove, ...]) -> None:
    """Check that replies follow each other, nobody twice in a row, each an improvement where that is asked."""
    here, last = start, (dm,)
    for move in moves:
        assert move.by not in {last, (dm,)}
        assert told.is_move(move, here)
        assert asked.replies is Replies.ANY or told.better(move.by[0], move.end, here)
        here, last = move.end, move.by


@settings(max_examples=150)
@given(any_conflicts(), st.data())
def test_a_witness_agrees_with_the_engine_and_every_part_of_it_is_real(conflict: Conflict, data: st.DataObject) -> None:
    """For every concept, of one party in one state."""
    told = Told(conflict)
    state = data.draw(st.sampled_from(range(len(conflict.states))))
    player = data.draw(st.sampled_from(range(len(conflict.decision_makers))))
    dm, pattern = conflict.structure.slugs[player], conflict.states.pattern(state)
    for name in concepts_of(conflict):
        found = witness(conflict, concept(name), player, state)
        assert (found.dm, found.concept, found.state) == (dm, name, pattern)
        assert found.stable == stable(conflict, name, player, "reference")[state]
        ends = {told.name[i.move.end] for i in found.improvements}
        here = told.name[pattern]
        assert ends == {q for q in told.literal.moves(player, here) if told.literal.better(player, q, here)}
        for improvement in found.improvements:
            check(told, concept(name), dm, pattern, improvement)
        assert found.stable == all(i.sanction is not None for i in found.improvements)


@settings(max_examples=80)
@given(any_conflicts(), st.data())
def test_every_end_of_a_reply_is_told_once(conflict: Conflict, data: st.DataObject) -> None:
    """The ends are those of the definitions."""
    state = data.draw(st.sampled_from(range(len(conflict.states))))
    for name in concepts_of(conflict):
        asked = concept(name)
        for move in conflict.improvements(0, state).tolist():
            ends = [path[-1].end for path in reply_paths(conflict, asked, 0, state, move)]
            assert set(ends) == set(replies(conflict, asked, 0, state, move))
            if asked.replies is not Replies.JOINT:
                assert len(ends) == len(set(ends))


def test_chicken_told_in_full() -> None:
    """At the crash each driver would swerve, and nobody has an improvement to answer with."""
    case = detente.load("chicken")
    conflict = case.conflict()
    crash = witness(conflict, concept("SEQ"), 0, conflict.states.index("NN"))
    assert not crash.stable
    (swerve,) = crash.improvements
    assert swerve.sanction is None
    assert swerve.replies_in_all == 0
    both = witness(conflict, concept("GMR"), 0, conflict.states.index("YY"))
    (straight,) = both.improvements
    assert both.stable
    assert straight.sanction is not None
    assert straight.ends == "NN"


def test_a_concept_that_does_not_exist_here_has_no_witness() -> None:
    """Elmira merges states, so nobody can move at the same time."""
    with pytest.raises(NotAnswered):
        witness(detente.load("elmira").conflict(), concept("SIM"), 0, 0)
