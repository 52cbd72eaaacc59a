"""Which cues are cues of speech: said, told, according to; not wants, supports, seems.

The list belongs to the measure and stays as it is while the lexicon of the reader grows; otherwise a word that the reader
forgets would leave the measure, too.
"""

from __future__ import annotations

import re

WORD = re.compile(r"[^\W\d_]+")

REGULAR = (
    "accuse add address admit advise affirm agree allege announce answer argue ask assert assure attest blame boast "
    "brief caution charge cite claim clarify comment complain concede confess confide confirm contend counter "
    "criticise criticize declare decry defend demand denounce describe detail disclose echo elaborate emphasise "
    "emphasize exclaim explain express hint inform insist instruct interject joke label lament maintain mention mock "
    "muse note object observe offer opine order outline pledge point post praise predict proclaim promise pronounce "
    "propose protest question quip quote rail reaffirm reason recall recommend recount reiterate relate remark remind "
    "reply report repeat request respond retort reveal say scoff shout signal speculate state stress suggest summarise "
    "summarize testify tout tweet urge vow warn whisper worry deny imply specify publish acknowledge conclude condemn "
    "indicate blast"
).split()
IRREGULAR = (
    "said saying tell tells told telling write writes wrote written writing speak speaks spoke spoken speaking talk talks "
    "talked talking read reads call calls called calling put puts according accordance words statement statements "
    "remarks remark comments claim claims reports quoted quoting cited denies denied replies replied testifies "
    "testified implies implied specifies specified quipped quipping cries cried decries decried laid lays swore swears "
    "sworn clarifies clarified worries worried admitted admitting"
).split()
PASSED_OVER = frozenset(
    (
        "has have had having is are was were be been being do does did will would can could may might must should shall "
        "hasn haven hadn isn aren wasn weren don doesn didn won wouldn couldn shouldn s t d ll re ve m not never to "
        "also later then already just only further again still now even once so long often always recently repeatedly "
        "the a an his her their its in of by on out with as for at and more first he she they it who i we you himself "
        "herself themselves"
    ).split()
)


def _forms(verb: str) -> set[str]:
    stem = verb.removesuffix("e")
    return {verb, f"{verb}s", f"{verb}es", f"{stem}ed", f"{stem}ing"}


SPEECH = frozenset({form for verb in REGULAR for form in _forms(verb)} | set(IRREGULAR))


def head(cue: str) -> str:
    """Return the word of a cue that says what is done: the first that is no auxiliary, adverb or article.

    Examples
    --------
    >>> head("has also told"), head("according to"), head("did not say")
    ('told', 'according', 'say')
    """
    words = [word.casefold() for word in WORD.findall(cue)]
    first = next((w for w in words if w not in PASSED_OVER and not (w.endswith("ly") and len(w) > 4)), "")
    return first or (words[0] if words else "")


def is_speech(cue: str) -> bool:
    """Return whether a cue is one of speech.

    Examples
    --------
    >>> is_speech("said"), is_speech("has warned"), is_speech("wants"), is_speech("seemed to say")
    (True, True, False, False)
    """
    return head(cue) in SPEECH
