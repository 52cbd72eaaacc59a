"""What the benchmark of sweeps times is a sweep, whole and the same from every executor."""

from __future__ import annotations

import pytest
from benchmarks.parts import sweep
from benchmarks.trials import NotRun, Trial

from benchmarks import measuring
from detente.engines import native

pytestmark = pytest.mark.tree
pytest.importorskip("pyarrow")


def test_processes_store_what_one_process_stores() -> None:
    if reason := native.absent():
        with pytest.raises(NotRun, match=reason[:20]):
            sweep.swept(100, 0)
        return
    rows = [
        measuring.row(Trial("sweep", "m", str(n), lambda n=n: sweep.swept(100_000, n)), 0, 1)  # type: ignore[misc]
        for n in (0, 1)
    ]
    assert rows[0]["digest"] == rows[1]["digest"] != ""
    assert len(sweep.case().structure.states) == rows[0]["states"] == 64
    assert rows[0]["items"] == 100_000
