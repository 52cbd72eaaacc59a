"""The case that a new file starts with: small, complete, and explained key by key."""

from __future__ import annotations

from detente.case.layout import scalar

_STARTER = """\
# A case file of Détente. Everything after a # is a comment; change what you like, then ask:
#   detente check FILE      is anything wrong or doubtful?
#   detente report FILE     what is the answer?
# The example is invented: two states share a river, one of them has built a dam.

detente: 1                  # the format of this file

title: @TITLE@
question: Is the dam to blame for the missing water treaty?
as_of: 2025-01              # the day, month or year that the case describes

# Texts that the case cites, each under a short name. date, publisher, author, url and note are optional.
sources:
  memo: {title: Joint memo of the river commission, publisher: River commission, date: 2024-12-01}
  speech: {title: Speech on the budget, publisher: Ministry of water, date: 2024-11-15}

# Who speaks in them, and for which decision maker; null is somebody who speaks for none of them.
voices:
  envoy: {name: The upstream envoy, for: up}
  minister: {name: The downstream minister of water, for: down}
  commission: {name: The river commission, for: null}

# Names for formulas that are used more than once. In formulas ! is not, & is and, | is or, -> is if-then.
let:
  treaty: up.sign & down.sign

# What the question is about: a formula, and how to call it in a sentence.
outcome: {when: treaty, label: a water treaty}

# Who can do what (options), and who wants what (statements, the most important first).
# The option sign of up is called up.sign in formulas; a state says Y or N to every option.
decision_makers:
  up:
    name: Upstream state
    options:
      dam: fill the dam
      sign: sign the treaty
    # Where people disagree about what a party wants, each view is a reading of its own, side by side.
    readings:
      guarded:
        label: power first
        statements:
          # cite says where it was said: a source, a place in it, at most a few words, and whose they are.
          - {want: up.dam, cite: {source: memo, at: page 2, words: cannot do without the power, voice: envoy}}
          # assumed says that nobody said it: who assumes it, and why.
          - {want: treaty, assumed: {by: the modeller, why: other things being equal a treaty does no harm}}
      open:
        label: the treaty first
        assumed: {by: the modeller, why: nobody says so; it shows what would follow}
        statements: [treaty, up.dam]
  down:
    name: Downstream state
    options:
      sign: sign the treaty
    # With one view only, prefers takes the place of readings.
    prefers:
      - {want: "!up.dam", cite: {source: speech, at: line 12, words: the river is our life, voice: minister}}
      - {want: treaty, cite: {source: speech, at: line 30, words: ready to sign, voice: minister}}

# What cannot be: no state in which the formula under when holds is possible. by says who made it so.
constraints:
  - name: no_filling            # a world can lift it by this name
    when: treaty & up.dam
    why: the draft of the treaty forbids filling the dam
    by: [up, down]
    cite: {source: memo, at: page 5}

# Options that can change one way only. This line says: a treaty that was signed stays signed.
directions:
  down.sign:
    only: "N->Y"
    why: its parliament has never taken a signature back
    assumed: {by: the modeller, why: nobody speaks of it}

# Where things stand. Options that are not named are N.
status_quo:
  up.dam: {is: Y, cite: {source: memo, at: page 1, words: the dam is full, voice: commission}}

# What if? do fixes options, lift drops constraints by name, open lets an option change both ways.
worlds:
  no_dam: {label: no dam, do: {up.dam: N}}
  free_draft: {label: a draft that allows the dam, lift: [no_filling]}

# What could have been otherwise, for detente blame and ways-out: an option fixed at another value, a constraint
# that is absent, a party read otherwise. Without this block the case gives a menu by itself; levers, written alike,
# are for ways-out alone.
factors:
  - {option: up.dam, label: the full dam, alternatives: [N]}
  - {constraint: no_filling, label: the rule against filling}
  - {reading: up, label: what the upstream state wants}

# What is said about the case, as a test: a treaty is within reach without the dam and not as things are.
claims:
  blame:
    label: the dam is the obstacle
    voice: commission
    date: 2024-12-01
    source: memo
    at: page 3
    words: the dam is the obstacle
    test: {attainable: treaty, in: no_dam, not_in: actual}
"""


def starter(title: str) -> str:
    """Return the text of a commented case to start from.

    Examples
    --------
    >>> [line for line in starter("Who owns the lake?").splitlines() if line.startswith("title")]
    ['title: Who owns the lake?']
    """
    return _STARTER.replace("@TITLE@", scalar(" ".join(title.split()) or "A dam upstream"))
