"""How far a measure would move with other documents of the same kind."""

from __future__ import annotations

from collections.abc import Sequence

from detente.text.scoring.tally import Tally

DRAWS = 2000
SEED = 20240409
INTERVAL = (2.5, 97.5)


def interval(documents: Sequence[Tally]) -> tuple[float, float]:
    """Return the 95 % interval of F1 when as many documents are drawn again and again with replacement.

    The same documents give the same interval. Without a document it is (0, 0).

    Examples
    --------
    >>> interval([Tally(4, 4, 4, 4)] * 5)
    (1.0, 1.0)
    """
    import numpy as np

    if not documents:
        return 0.0, 0.0
    n = len(documents)
    counts = np.array(documents, dtype=np.float64)
    weights = np.random.default_rng(SEED).multinomial(n, np.full(n, 1 / n), size=DRAWS)
    found, found_right, gold, gold_right = (weights @ counts).T
    precision = found_right / np.maximum(found, 1)
    recall = gold_right / np.maximum(gold, 1)
    both = precision + recall
    f1 = 2 * precision * recall / np.where(both > 0, both, 1)
    low, high = np.percentile(f1, INTERVAL)
    return float(low), float(high)
