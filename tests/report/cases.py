"""Small cases for the tests of the report: one with hostile text everywhere, and some that lack what others have."""

from __future__ import annotations

BAD = (
    r"<script>alert(1)</script><img src=x onerror=alert(2)> \" ' ]]> --> </style></title> "
    r"{{ 7 * 7 }} \u202e\u0007\u2066 `x` &amp;"
)
SHOWN = BAD.replace(r"\"", '"').replace(r"\u202e\u0007\u2066", "\ufffd\ufffd\ufffd").replace("`x`", "x")

HOSTILE = """
detente: 1
title: "BAD"
question: "BAD"
as_of: "BAD"
asked_in: memo
note: "BAD"
sources:
  memo:
    {title: "BAD", author: "BAD", publisher: "BAD", date: "BAD", url: "javascript:alert(3)", sha256: "BAD", note: "BAD"}
  web: {title: web page, url: "https://example.org/a?b=1&c='2'"}
voices:
  envoy: {name: "BAD", for: up, note: "BAD"}
  other: {name: "BAD", for: null}
let: {treaty: up.sign & down.sign}
outcome: {when: treaty, label: "BAD"}
decision_makers:
  up:
    name: "BAD"
    note: "BAD"
    options:
      dam: {meaning: "BAD", note: "BAD", cite: {source: memo, at: "BAD", words: "WORDS", voice: envoy}}
      sign: "BAD"
    readings:
      guarded:
        label: "BAD"
        note: "BAD"
        statements:
          - {want: up.dam, note: "BAD", cite: {source: memo, at: "BAD", words: "WORDS", voice: other}}
          - {want: treaty, assumed: {by: "BAD", why: "BAD"}}
      open: {label: "BAD", assumed: {by: "BAD", why: "BAD"}, statements: [treaty, up.dam]}
  down:
    name: "BAD"
    options: {sign: "BAD"}
    prefers: {label: "BAD", statements: ["!up.dam", treaty]}
constraints:
  - {name: draft, when: treaty & up.dam, why: "BAD", by: [up], since: "BAD", revocable_by: [down], note: "BAD"}
directions: {up.dam: {only: "N->Y", why: "BAD", note: "BAD"}}
freezes: [{while: treaty, options: [up.sign], why: "BAD", note: "BAD"}]
status_quo: {up.dam: {is: N, note: "BAD"}}
worlds:
  no_dam: {label: "BAD", do: {up.dam: N}, note: "BAD"}
  no_draft: {label: "BAD", lift: [draft], note: "BAD"}
  undone: {label: "BAD", open: [up.dam]}
claims:
  power:
    {label: "BAD", voice: envoy, date: "BAD", source: memo, at: "BAD", words: "WORDS", note: "BAD",
     test: {attainable: treaty, in: no_dam, not_in: actual}}
  aim: {label: "BAD", voice: other, test: {not_testable: "BAD"}}
factors:
  - {option: up.dam, label: "BAD", note: "BAD", since: "BAD", cite: {source: memo, at: "BAD", words: "WORDS"}}
  - {constraint: draft, label: "BAD", alternatives: [{absent: true, label: "BAD"}], assumed: {by: "BAD", why: "BAD"}}
  - {reading: up, label: "BAD", alternatives: [{reading: guarded, label: "BAD"}]}
published:
  - {concept: Nash, equilibria: [NNN], ours: [NNY], differs: "BAD", note: "BAD", cite: {source: memo}}
""".replace("BAD", BAD).replace("WORDS", r"<b>\u202e</b> \"onfocus=alert(4)")

NAMES_ONLY = """
detente: 1
title: Two roads
decision_makers:
  a: {name: Anna, prefers: {ranking: [rest, fight]}}
  b: {name: Bert, prefers: {payoffs: {rest: 1, fight: 2}}}
states: [rest, fight]
labels: {rest: both stay at home}
arcs: {a: [rest -> fight], b: [fight <-> rest]}
"""

PLAIN = """
detente: 1
title: Nothing is asked
decision_makers:
  a: {name: Anna, options: {go: go out}, prefers: [a.go]}
  b: {name: Bert, options: {go: go out}, prefers: {weights: {a.go: 1, b.go: -2}}}
"""

NO_CLAIMS = """
detente: 1
title: Two signatures
outcome: {when: a.sign & b.sign, label: a deal}
decision_makers:
  a: {name: Anna, options: {sign: sign}, prefers: [a.sign & b.sign]}
  b: {name: Bert, options: {sign: sign}, prefers: [a.sign & b.sign]}
constraints: [{when: "a.sign & !b.sign | b.sign & !a.sign", why: one signature is none}]
status_quo: {}
"""

ALREADY = NO_CLAIMS.replace("status_quo: {}", "status_quo: {a.sign: Y, b.sign: Y}")

MENU = """
detente: 1
title: A menu
as_of: 2024
sources: {memo: {title: A memo}}
outcome: {when: a.sign & b.sign, label: a deal}
decision_makers:
  a: {name: Anna, options: {sign: sign, arm: keep arms}, prefers: [a.arm, a.sign]}
  b:
    name: Bert
    options: {sign: sign}
    readings:
      first: ["!(b.sign & a.arm)", b.sign]
      second: ["!b.sign"]
constraints: [{name: law, when: b.sign & a.arm, why: so it was agreed}]
status_quo: {a.arm: Y}
factors:
  - {constraint: law, label: the law, since: 2000, cite: {source: memo, words: it stands}}
  - {reading: b, alternatives: [{reading: first}], since: 2000}
levers: [{option: a.arm, label: the arms, alternatives: [N]}]
"""
