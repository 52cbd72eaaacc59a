"""From a scene to the text of an SVG picture that needs nothing else: its own style, light and dark."""

from __future__ import annotations

import re

from detente.figures.scene import Edge, Key, Node, Scene, Text

STYLE = """
.sg{--sg-paper:#fff;--sg-ink:#191919;--sg-quiet:#595959;--sg-line:#8a8a8a;--sg-go:#0b5c9e;--sg-stop:#a63c06;\
--sg-fill:#f1efe9;--sg-goal:#e2eef8;font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",\
"Liberation Sans",Arial,sans-serif}
@media (prefers-color-scheme:dark){.sg{--sg-paper:#15181c;--sg-ink:#ebe9e4;--sg-quiet:#b0b4ba;--sg-line:#7d838b;\
--sg-go:#7cbcf5;--sg-stop:#f5a173;--sg-fill:#23272d;--sg-goal:#16324a}}
@media print{.sg{--sg-paper:#fff;--sg-ink:#191919;--sg-quiet:#595959;--sg-line:#8a8a8a;--sg-go:#0b5c9e;\
--sg-stop:#a63c06;--sg-fill:#f1efe9;--sg-goal:#e2eef8}}
.sg text{fill:var(--sg-ink)}
.sg .sg-heading{font-weight:700}
.sg .sg-party{font-weight:700;fill:var(--sg-quiet)}
.sg .sg-quiet,.sg .sg-reading{fill:var(--sg-quiet)}
.sg .sg-reading{font-style:italic}
.sg .sg-who{font-weight:700}
.sg .sg-stopped{font-weight:700;fill:var(--sg-stop)}
.sg rect{fill:var(--sg-paper);stroke:var(--sg-line);stroke-width:1}
.sg .sg-n-status_quo rect{fill:var(--sg-fill);stroke:var(--sg-ink);stroke-width:2}
.sg .sg-n-world rect{fill:var(--sg-fill);stroke-dasharray:2 3}
.sg .sg-n-outcome rect{fill:var(--sg-goal);stroke:var(--sg-go);stroke-width:2}
.sg .sg-n-missed rect{stroke-dasharray:7 5}
.sg .sg-n-deterred rect{stroke:var(--sg-stop);stroke-width:1.5}
.sg path{fill:none;stroke:var(--sg-line);stroke-width:1.5}
.sg .sg-e-step path{stroke:var(--sg-go);stroke-width:3}
.sg .sg-e-other_reading path{stroke:var(--sg-go);stroke-width:1.5}
.sg .sg-e-vetoed path{stroke:var(--sg-stop);stroke-width:2;stroke-dasharray:7 5}
.sg .sg-e-answered path{stroke:var(--sg-ink);stroke-width:1.5;stroke-dasharray:7 5}
.sg .sg-e-answer path{stroke:var(--sg-stop);stroke-width:2.5}
.sg .sg-e-suppose path,.sg .sg-e-leads path{stroke-dasharray:2 4}
.sg path.sg-tip,.sg path.sg-bar{stroke-dasharray:none}
.sg .sg-e-step .sg-tip,.sg .sg-e-other_reading .sg-tip{fill:var(--sg-go);stroke:none}
.sg .sg-e-answer .sg-tip{fill:var(--sg-stop);stroke:none}
.sg .sg-e-answered .sg-tip{fill:var(--sg-ink);stroke:none}
.sg .sg-e-suppose .sg-tip,.sg .sg-e-leads .sg-tip{fill:var(--sg-line);stroke:none}
"""
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
TIP = 9.0


def svg(scene: Scene, *, prefix: str = "sg") -> str:
    """Return the SVG of a scene; ``prefix`` keeps its ids apart from those of other pictures on the same page."""
    names = f'aria-labelledby="{prefix}-title {prefix}-about"'
    size = f'width="{_n(scene.width)}" height="{_n(scene.height)}" viewBox="0 0 {_n(scene.width)} {_n(scene.height)}"'
    parts = [
        f'<svg class="sg" xmlns="http://www.w3.org/2000/svg" role="img" {names} {size}>',
        f'<title id="{prefix}-title">{escaped(scene.title)}</title>',
        f'<desc id="{prefix}-about">{escaped(scene.about)}</desc>',
        f"<style>{STYLE}</style>",
        *(_edge(e) for e in scene.edges),
        *(_node(n) for n in scene.nodes),
        *(_key(k) for k in scene.keys),
        "</svg>",
    ]
    return "\n".join(parts)


def escaped(text: str) -> str:
    """Return text that may stand in an element or an attribute of SVG."""
    seen = _UNSEEN.sub("\ufffd", text)
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#39;")):
        seen = seen.replace(sign, entity)
    return seen


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _node(node: Node) -> str:
    box = f'<rect x="{_n(node.x)}" y="{_n(node.y)}" width="{_n(node.width)}" height="{_n(node.height)}" rx="3"/>'
    texts = "".join(_text(t) for t in node.texts)
    return f'<g class="sg-n-{node.kind}"><title>{escaped(node.about)}</title>{box}{texts}</g>'


def _text(text: Text) -> str:
    place = f'x="{_n(text.x)}" y="{_n(text.y)}" font-size="{_n(text.size)}"'
    anchor = "" if text.anchor == "start" else f' text-anchor="{text.anchor}"'
    return f'<text class="sg-{text.role}" {place}{anchor}>{escaped(text.words)}</text>'


def _edge(edge: Edge) -> str:
    texts = "".join(_text(t) for t in edge.texts)
    return f'<g class="sg-e-{edge.kind}"><title>{escaped(edge.about)}</title>{_line(edge.kind, edge.points)}{texts}</g>'


def _line(kind: str, points: tuple[tuple[float, float], ...]) -> str:
    """Return the line of an edge: with a tip, or for a vetoed attempt with a cross on it and a bar before its end."""
    (x, y) = points[-1]
    short = TIP if kind != "vetoed" else 2 * TIP
    run = "L".join(f"{_n(a)} {_n(b)}" for a, b in (*points[:-1], (x - short + 1, y)))
    line = f'<path d="M{run}"/>'
    if kind == "vetoed":
        bar = x - short
        return f'{line}<path class="sg-bar" stroke-width="3" d="M{_n(bar)} {_n(y - 9)}V{_n(y + 9)}"/>'
    return f'{line}<path class="sg-tip" d="M{_n(x - 1)} {_n(y)}l{_n(-TIP)} -4.5v9z"/>'


def _key(key: Key) -> str:
    points = ((key.x, key.y), (key.x + key.length, key.y))
    return f'<g class="sg-e-{key.kind}">{_line(key.kind, points)}{_text(key.text)}</g>'
