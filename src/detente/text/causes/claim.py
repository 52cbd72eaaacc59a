"""A causal claim: what somebody names, or denies, as the cause of something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from detente.text.ledger import Speaker
from detente.text.span import Span

Polarity = Literal["named", "denied", "none"]
CauseKind = Literal["cause", "obstacle", "blame", "condition", "aim", "none"]


@dataclass(frozen=True, slots=True)
class CausalClaim:
    """That something causes or blocks something, in the words of a text. It says what was said, and judges nobody.

    Attributes
    ----------
    polarity : str
        ``named``; ``denied`` ("is not the reason"); ``none`` where it is said that there is none ("no preconditions").
    kind : str
        ``cause`` brings it about, ``obstacle`` blocks it, ``blame`` is blamed for it, ``condition`` has to come first,
        ``aim`` is what somebody is said to be after; ``none`` with the polarity of that name.
    cause, effect : Span or None
        The words for what is named, and for what it causes or blocks; None where the sentence does not say.
    cue : Span
        The words that make it a causal claim.
    sentence : Span
        Where it stands.
    within : str or None
        The innermost statement that says it; None for the article's own voice.
    speaker : Speaker
        Who says it: of that statement, or nobody with the standing ``outlet``.
    chain : tuple of str
        The names from the outside in: who tells that who said it. Empty for the article's own voice.
    nested : bool
        Whether somebody else than the article reports the words.
    direct : bool
        Whether it stands in quote marks.
    quantifiers : tuple of str
        ``always``, ``only``, ``one of``, ``no longer``, ``main``, as far as words of that meaning stand in it.
    hedged : bool
        Whether it is said with may, might, would, perhaps.
    said : str or None
        When it was said, where the text tells.
    pattern : str
        The pattern that found it.
    referred : Span or None
        Where the cause is only "this" or "that": the sentence before, which it refers to.
    """

    polarity: Polarity
    kind: CauseKind
    cause: Span | None
    effect: Span | None
    cue: Span
    sentence: Span
    within: str | None
    speaker: Speaker
    chain: tuple[str, ...] = ()
    nested: bool = False
    direct: bool = False
    quantifiers: tuple[str, ...] = ()
    hedged: bool = False
    said: str | None = None
    pattern: str = ""
    referred: Span | None = None
