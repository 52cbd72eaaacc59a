"""The closed classes of English words that the frames go by, and what a verb looks like."""

from __future__ import annotations

import re

from detente.text.lexicon import lexicon

PRONOUNS = frozenset("i he she it they we you who someone everyone nobody everybody somebody anyone one".split())
DETERMINERS = frozenset(
    "the a an this that these those his her its their my our your some any no every each another many most several few "
    "both all one two three four five six seven eight nine ten other such more less".split()
)
ARTICLES = frozenset("the a an his its their my our your no every each".split())
PREPOSITIONS = frozenset(
    "in on at by for from with without of to into onto over under about after before during since until between among "
    "against amid despite through throughout within toward towards via near around upon outside inside across behind "
    "beyond like unlike as per following alongside because ahead".split()
)
SUBORDINATORS = frozenset(
    "that which because when whenever as if while after before although though since where until unless whereas whether "
    "than so what how why once lest whose whom who".split()
)
COORDINATORS = frozenset("and but or nor yet then".split())
AUXILIARIES = frozenset(
    "is are was were be been being am has have had having do does did will would can could may might must shall should "
    "isn’t aren’t wasn’t weren’t hasn’t haven’t hadn’t doesn’t don’t didn’t won’t wouldn’t can’t couldn’t shouldn’t cannot "
    "isn't aren't wasn't weren't hasn't haven't hadn't doesn't don't didn't won't wouldn't can't couldn't shouldn't".split()
)
BE = frozenset("is are was were be been being am".split())
NEGATIONS = frozenset("not never n’t n't hardly barely".split())
CONTRACTED = re.compile(r"\w+[’'](?:s|re|ve|ll|d|m)$", re.IGNORECASE)
TIMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight earlier later recently "
    "afterwards afterward last this next early late morning afternoon evening night week month year".split()
)
ADVERBS = frozenset(
    "also later then already just only further again still now even once often always never not ever soon first "
    "nevertheless nonetheless famously thus too instead however meanwhile likewise elsewhere once twice back since rather long both".split()
)
NOT_ADVERBS = frozenset(
    "family italy july only reply ally assembly rally bully supply anomaly monopoly emily kelly billy".split()
)
VERBS = frozenset(
    "went came made took gave got became began left met ran won lost held kept led grew fell rose put set let cut hit "
    "spoke drew broke stood understood brought bought fought caught taught sent spent built paid laid chose wore drove "
    "needs wants seeks remains seems appears makes takes gives gets goes comes becomes begins leaves meets runs wins "
    "loses holds keeps leads grows falls rises puts sets brings buys sends spends pays looks plans hopes aims tries lives "
    "works plays helps includes involves means continues allows faces shows knows thinks likes loves moves uses calls "
    "need want seek remain seem appear make take give get go come become begin leave run hold keep let lies lay sat "
    "have has had need dates stems opposes supports favours favors deserves matters exists depends".split()
)
_ADJECTIVE_ED = frozenset(
    "united red bed hundred sacred naked wicked shed speed need seed feed indeed led ahmed mohammed".split()
)


def is_adverb(word: str) -> bool:
    """Return whether a word in lower case may stand between a subject and its verb."""
    return word in ADVERBS or (word.endswith("ly") and len(word) > 4 and word not in NOT_ADVERBS)


def is_verb(word: str, before: str = "") -> bool:
    """Return whether a word in lower case looks like a finite verb; ``before`` is the word before it."""
    if word in AUXILIARIES or word in VERBS:
        return before not in ARTICLES or word in AUXILIARIES
    if CONTRACTED.match(word):
        return word.split("’")[0].split("'")[0] in PRONOUNS or not word.endswith("s")
    if word.endswith("ed") and len(word) > 3 and word not in _ADJECTIVE_ED:
        return before not in ARTICLES
    cue = lexicon().verbs.get(word)
    return cue is not None and (cue.form == "past" or (cue.form == "third" and "noun" not in cue.frames))
