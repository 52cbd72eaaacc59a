import time
import numpy as np
from hypothesis import given, settings, strategies as st
import pytest
from detente.analysis.attain import Rules, Search
from tests.analysis.literal import Literal, Variant, every_coalition
from tests.build import *
KINDS = {
    "options": conflicts(most=4),
    "more options": conflicts(most=5),
    "listed": listed_conflicts(),
    "some": option_graphs(),
    "named": named_graphs(),
    "merged": merged_graphs(),
}
VARIANTS=[Variant(j,a,i) for j in ("both","sequences","at_once") for a in ("credible","any","none","joint") for i in ("strict","pareto")]
@pytest.mark.parametrize("kind", KINDS)
def test_it(kind):
    @settings(max_examples=300)
    @given(KINDS[kind], st.sampled_from(VARIANTS), st.data())
    def agree(c, v, data):
        lit=Literal(c,v)
        labels=c.states.slugs or c.states.patterns
        assert set(labels)==set(lit.states)
        search=Search(c, rules=Rules(v.joint,v.answers,v.improvement))
        goal=np.array([b<64 for b in data.draw(st.binary(min_size=len(labels),max_size=len(labels)))],dtype=bool)
        found=search.attain(goal)
        ends={labels[k] for k in np.flatnonzero(goal)}
        want=lit.distance(labels[c.status_quo], ends)
        got=None if found.path is None else len(found.path)
        assert want==got
        for s in range(len(labels)):
            assert {(x.by,labels[x.end]) for x in search.steps_from(s)}=={(m,q) for m,q in lit.steps(labels[s])}
    agree()
