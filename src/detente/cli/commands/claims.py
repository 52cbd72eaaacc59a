"""``detente claims``: the verdict on every claim, and on what it hinges."""

from __future__ import annotations

from detente.cli import arguments


def command(  # noqa: PLR0913
    source: arguments.Source,
    *,
    variant: arguments.Variant = None,
    reading: arguments.Reading = None,
    joint: arguments.Joint = "both",
    answers: arguments.Answers = "credible",
    improvement: arguments.Improvement = "strict",
    deep: arguments.Deep = False,
    json: arguments.Json = False,
) -> int:
    """Judge every claim of the case: yes if, no if, in how many readings, and what would flip it."""
    from detente.analysis import plain
    from detente.analysis.attain import Rules
    from detente.analysis.claims import verdicts
    from detente.cli.asking import question
    from detente.cli.progress import working
    from detente.cli.streams import show, write_json
    from detente.cli.views.claims import parts

    rules = Rules(joint, answers, improvement)
    asked = question(source, variant, reading=reading, rules=rules)
    with working("claims") as meter:
        found = verdicts(asked.case, readings=asked.fixed, rules=rules, deep=deep, progress=meter.steps)
    if json:
        claims = [plain.claim(asked.case, v) for v in found]
        write_json({**asked.header(everything=True), "deep": deep, "claims": claims})
    else:
        show(lambda width: parts(asked.case, found, width))
    return 3 if any(plain.is_unanswered(asked.case, v) for v in found) else 0
