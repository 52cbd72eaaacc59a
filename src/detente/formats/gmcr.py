"""Files of GMCR+ (``.gmcr``): JSON in two generations; both are read, the newer one is written.

The generations differ in the keys of manual rankings: ``preferenceVector`` and ``useManualPreferenceVectors`` before
version 0.3.6, ``preferenceRanking`` and ``useManualPreferenceRanking`` since.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from detente.case.document import LARGEST
from detente.case.read import decoded
from detente.case.schema import CaseFile
from detente.case.write import write_file
from detente.errors import CaseError, Problem
from detente.formats.gmcr_export import WouldLose, from_case, losses
from detente.formats.gmcr_reader import Model, Party, Reader, formula, legible
from detente.formats.json_text import read_json
from detente.model.formula import text

__all__ = ["WouldLose", "from_case", "losses", "to_case_text"]

LONGEST_FORMULA = 20_000
RESERVED = {"true", "false", "not", "and", "or"}


def to_case_text(data: bytes, name: str, *, lossy: bool = False) -> str:
    """Return the text of the case in a ``.gmcr`` file.

    Parameters
    ----------
    data : bytes
        JSON of at most 2 MB.
    name : str
        What to call the file in messages.
    lossy : bool
        Leave out what a case cannot hold (misperceptions, and coalitions that act as one decision maker) instead
        of refusing the file.

    Raises
    ------
    CaseError
        With every problem of the file. ``G001`` not JSON; ``G002`` a key is missing; ``G003`` another kind of
        value is expected; ``G004`` an option with two owners, ``G005`` or with none; ``G006`` a number that
        stands for nothing; ``G007`` a letter other than Y and N; ``G008`` an option twice in one condition;
        ``G009`` an ordinal out of range, ``G010`` or twice; ``G011`` a state that is not ranked; ``G012`` a
        compound where only a condition can stand; ``G013`` a decision maker in two coalitions; ``G014`` too many
        states for rankings; ``G015`` no feasible state; ``G016`` a formula that is too long; ``G020`` something
        that a case cannot hold.

    Examples
    --------
    >>> import json
    >>> party = {"name": "A", "options": [0], "preferences": []}
    >>> game = {"options": [{"name": "Go"}], "decisionMakers": [party], "infeasibles": []}
    >>> text = json.dumps({**game, "useManualPreferenceRanking": False})
    >>> print(to_case_text(text.encode(), "game.gmcr"), end="")
    detente: 1
    title: game
    note: Read from a file of GMCR+.
    <BLANKLINE>
    decision_makers:
      a:
        name: A
        options: {go: Go}
        prefers: []
    """
    root = read_json(decoded(data, name), name)
    reader = Reader(root, name)
    model = reader.model()
    if model is not None and not lossy:
        reader.refuse_losses(model)
    if model is None or reader.problems:
        raise CaseError(reader.problems)
    made = _case(model, name)
    _refuse_long(made, name)
    written = write_file(CaseFile.model_validate(made))
    if len(written.encode()) > LARGEST:
        message = f"the case would have {len(written):,} characters; {LARGEST:,} is the limit"
        raise CaseError([Problem(name, 1, 1, "G014", message, "the rankings of so many states are too long")])
    return written


def _title(name: str) -> str:
    stem = legible(PurePath(name.replace("\\", "/")).stem)
    return stem if any(c.isalnum() for c in stem) else "A conflict"


def _refuse_long(made: dict[str, Any], name: str) -> None:
    """Refuse formulas that a case file would not take."""
    wants = [s["want"] for dm in made["decision_makers"].values() for s in _all_statements(dm)]
    formulas = [*wants, *(c["when"] for c in made.get("constraints", ()))]
    if any(len(f) > LONGEST_FORMULA for f in formulas):
        message = f"a condition or statement takes more than {LONGEST_FORMULA:,} characters as a formula"
        raise CaseError([Problem(name, 1, 1, "G016", message, "rank the states instead")])


def _all_statements(dm: dict[str, Any]) -> list[dict[str, str]]:
    readings = [dm["prefers"]] if "prefers" in dm else dm["readings"].values()
    return [said for reading in readings for said in reading.get("statements", ())]


def _case(model: Model, name: str) -> dict[str, Any]:
    """Return a case file's data."""
    slugs = unique(slug(party.name, f"dm{k + 1}") for k, party in enumerate(model.parties))
    names: dict[int, str] = {}
    people: dict[str, Any] = {}
    for owner, party in zip(slugs, model.parties, strict=True):
        own = unique(slug(model.options[o][0], f"option{o + 1}") for o in party.options)
        names |= {o: f"{owner}.{s}" for o, s in zip(party.options, own, strict=True)}
        options = {s: model.options[o][0] for o, s in zip(party.options, own, strict=True)}
        people[owner] = {"name": party.name, "options": options}
    for owner, party in zip(slugs, model.parties, strict=True):
        people[owner] |= _preferences(party, names)
    ways = {names[o]: model.options[o][1] for o in model.order if model.options[o][1]}
    program = f" ({model.program})" if model.program else ""
    made: dict[str, Any] = {
        "detente": 1,
        "title": _title(name),
        "note": f"Read from a file of GMCR+{program}.",
        "decision_makers": people,
        "directions": ways,
    }
    if model.infeasible:
        made["constraints"] = [
            {"name": f"infeasible_{k}", "when": text(formula((c,), names)), "by": ["modeller"]}
            for k, c in enumerate(model.infeasible, start=1)
        ]
    return made


def _preferences(party: Party, names: dict[int, str]) -> dict[str, Any]:
    """Return the ranking that holds, and the statements beside it if the file keeps some."""
    statements = [{"want": text(formula(s, names))} for s in party.statements]
    if party.ranking is None:
        return {"prefers": {"statements": statements}}
    ranking = [c[0] if len(c) == 1 else list(c) for c in party.ranking]
    if not statements:
        return {"prefers": {"ranking": ranking}}
    note = "The file keeps these statements; its ranking is what holds there."
    kept = {"label": "statements that are kept", "note": note, "statements": statements}
    return {"readings": {"ranking": {"label": "the ranking of the file", "ranking": ranking}, "statements": kept}}


def slug(words: str, otherwise: str) -> str:
    """Return a short name in ASCII letters, digits and ``_``.

    Examples
    --------
    >>> slug("Ontario Ministry of the Environment", "dm1"), slug("Übergang!", "dm2"), slug("谷", "dm3")
    ('ontario_ministry_of_the', 'ubergang', 'dm3')
    """
    plain_words = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    made = re.sub(r"[^a-z0-9]+", "_", plain_words).strip("_")
    if len(made) > 24:
        made = made[:25].rpartition("_")[0] or made[:24]
    if not made:
        return otherwise
    return f"{made}_" if made in RESERVED else made if made[0].isalpha() else f"n{made}"


def unique(slugs: Iterator[str]) -> list[str]:
    """Return the slugs, numbered where one comes twice.

    Examples
    --------
    >>> unique(iter(["full", "reduced", "full"]))
    ['full', 'reduced', 'full_2']
    """
    made: list[str] = []
    for wanted in slugs:
        numbered = (f"{wanted}_{n}" for n in range(2, 10_000))
        made.append(wanted if wanted not in made else next(s for s in numbered if s not in made))
    return made
