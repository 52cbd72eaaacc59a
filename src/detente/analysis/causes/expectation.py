"""Blame: the responsibility that is expected over models that disagree (theory E6). Causal, never moral."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from detente.analysis.causes.chance import Interval, mean_interval
from detente.errors import ModelError


@dataclass(frozen=True)
class Blame:
    """Responsibility over several models.

    Attributes
    ----------
    mean : Fraction
        Between 0 and 1; every model counted once unless weights were given.
    least, greatest : Fraction
        Over the models that count.
    models : int
        How many models count: all, or those whose weight is not 0.
    weighted : bool
        Whether somebody gave weights.
    """

    mean: Fraction
    least: Fraction
    greatest: Fraction
    models: int
    weighted: bool


def blame(degrees: Sequence[Fraction], weights: Sequence[Fraction | int] | None = None) -> Blame:
    """Return the expected responsibility of one factor.

    Parameters
    ----------
    degrees : sequence of Fraction
        Its responsibility in each model; 0 in a model where the outcome does not come about.
    weights : sequence of Fraction or int, optional
        What weight somebody gives to each model; only their proportions count. Each model counts once if not given:
        then the mean is no expectation but a count.

    Raises
    ------
    ModelError
        If there is no model, or the weights are not as many as the models, negative, or all 0.

    Examples
    --------
    Ten marksmen, one live bullet, nobody knows whose (Chockler and Halpern 2004):

    >>> str(blame([Fraction(1)] + [Fraction(0)] * 9).mean)
    '1/10'
    >>> str(blame([Fraction(1), Fraction(1, 2)], [3, 1]).mean)
    '7/8'
    """
    if not degrees:
        raise ModelError("blame is taken over models, and there is none")
    given = _checked(weights, len(degrees)) if weights is not None else [Fraction(1)] * len(degrees)
    counted = [d for d, w in zip(degrees, given, strict=True) if w]
    mean = sum((d * w for d, w in zip(degrees, given, strict=True)), Fraction(0)) / sum(given)
    return Blame(Fraction(mean), min(counted), max(counted), len(counted), weights is not None)


def _checked(weights: Sequence[Fraction | int], models: int) -> list[Fraction]:
    if len(weights) != models:
        raise ModelError(f"{models} models need {models} weights, not {len(weights)}")
    given = [Fraction(w) for w in weights]
    if any(w < 0 for w in given):
        raise ModelError("a weight is negative; weights are 0 or more")
    if not any(given):
        raise ModelError("all weights are 0; at least one model must count")
    return given


@dataclass(frozen=True)
class SampledBlame:
    """Responsibility over models that were sampled.

    Attributes
    ----------
    mean : Fraction
        Over the sample.
    interval : (float, float)
        Covers the mean over all models with at least ``confidence``.
    samples : int
    confidence : float
    """

    mean: Fraction
    interval: Interval
    samples: int
    confidence: float


def sampled_blame(degrees: Sequence[Fraction], confidence: float = 0.95) -> SampledBlame:
    """Return the mean responsibility over independently sampled models, with how far it may be off.

    Examples
    --------
    >>> found = sampled_blame([Fraction(1, 2), Fraction(0)] * 200)
    >>> str(found.mean), [round(x, 2) for x in found.interval]
    ('1/4', [0.18, 0.32])
    """
    mean = blame(degrees).mean
    return SampledBlame(mean, mean_interval(float(mean), len(degrees), confidence), len(degrees), confidence)
