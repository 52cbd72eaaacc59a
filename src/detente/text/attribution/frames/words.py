"""The lists of words that the frames ask for; `words.yaml` says what each is for."""

from __future__ import annotations

from detente.text.wordlists import word_lists

_LISTS = word_lists(__package__, "words.yaml")

FLOATING = _LISTS["floating"]
GOING_ON = _LISTS["going on"]
MODALS = _LISTS["modals"]
BEHIND_PASSIVE_ASKED = _LISTS["behind a passive asked"]
SINGULAR = _LISTS["singular"]
PLURAL = _LISTS["plural"]
CROWDS = _LISTS["crowds"]
CLAUSE_PRONOUNS = _LISTS["clause pronouns"]
POSSESSIVES = _LISTS["possessives"]
ADVERBIALS = _LISTS["adverbials"]
ASIDES = _LISTS["asides"]
GLOSSES = _LISTS["glosses"]
ENDS_BEFORE_CUE = _LISTS["ends before a cue"]
SPANS_OF_TIME = _LISTS["spans of time"]
GOES_ON = _LISTS["goes on"]
OPENERS = _LISTS["openers"]
BARE_OPENERS = _LISTS["bare openers"]
QUESTIONS = _LISTS["questions"]
TOLD_QUESTIONS = _LISTS["told questions"]
NUMBERS = _LISTS["numbers"]
ROUGH_NUMBERS = _LISTS["rough numbers"]
APPOSITIONS = _LISTS["appositions"]
CLAUSE_LINKS = _LISTS["clause links"]
CLAUSE_LINKS_IN_THE_MIDDLE = _LISTS["clause links in the middle"]
PARTICIPLE_LINKS = _LISTS["participle links"]
EXPRESSED = _LISTS["expressed"]
SAYING = _LISTS["saying"]
NAME_PARTICLES = _LISTS["name particles"]
NO_LABELS = _LISTS["no labels"]
