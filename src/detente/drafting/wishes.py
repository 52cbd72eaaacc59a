"""From attitudes to options, statements of preference and constraints; what finds no place is told, never dropped."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from detente.case.grounds import Cite, Drafted, characters
from detente.drafting.actions import (
    Action,
    Actions,
    are_alike,
    asked_of,
    is_deed,
    is_no_deed,
    is_settlement,
    plain_verb,
    subject_of,
    with_asked,
    words_of,
)
from detente.drafting.blaming import HEDGED
from detente.drafting.citing import Citing
from detente.drafting.elements import SETTLEMENT, Group, Left, Limit, Wish
from detente.drafting.hearsay import Word, Words, spoken_for
from detente.drafting.lexicon import listed
from detente.drafting.named import Named
from detente.drafting.naming import stems
from detente.drafting.parties import Cast, Party
from detente.drafting.quoting import brief, place
from detente.text.ledger import Attitude, Ledger, Stance
from detente.text.span import Span
from detente.text.telling import called, stance_words

MARKER = re.compile(
    r"^\s*(?:on (?:the )?condition that|provided (?:that)?|in (?:return|exchange) for|as (?:long|soon) as|so long as|"
    r"if|unless|until|once|when|while|without)\b\s*",
    re.IGNORECASE,
)
WISHED = re.compile(r"^(?:(?:one|some) day |soon |again )?(?:see|have|get|be given) ", re.IGNORECASE)
MOST_HINTS = 4
MOST_PAST = 40
OWN = ("offers", "threatens", "refuses", "can")
ONLY_ONE = "that it is this party's to do is assumed, there being one other only"
HEIR = "that it is this party's to do is assumed, since the state before it spoke of doing so"
UNLESS = ("unless", "until", "without")
PURPOSES: dict[Stance, tuple[str, str]] = {
    "offers": (f"{{}} -> {SETTLEMENT}", "what is offered is not given for nothing"),
    "threatens": (f"{{}} -> !{SETTLEMENT}", "a threat is for the case that nothing is settled"),
}
VERBS: dict[Stance, str] = {"refuses": "accept", "offers": "offer", "threatens": "", "can": "use"}


@dataclass(slots=True)
class Wishes:
    """Everything that the attitudes of a ledger say about what the parties can do, want and cannot do."""

    ledger: Ledger
    cast: Cast
    citing: Citing
    drafted: dict[Attitude, Drafted]
    actions: Actions = field(init=False)
    wishes: list[Wish] = field(default_factory=list)
    limits: list[Limit] = field(default_factory=list)
    musts: list[str] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    mentions: Named = field(init=False)
    words: Words = field(init=False)
    _past: list[tuple[frozenset[str], Party]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.mentions = Named(self.ledger.mentions)
        self.actions = Actions(self.cast)
        self.words = Words(self.ledger)

    def take(self, attitudes: list[Attitude]) -> None:
        """Find a place for each attitude: first for what gives options, then for what is wanted of them."""
        before = [(a, heir) for a in attitudes if (heir := self.cast.past.get(a.actor)) is not None]
        self._past = [(stems(words_of(self._text, a.thing)), heir) for a, heir in before[:MOST_PAST]]
        ranked = sorted(attitudes, key=lambda a: (self._rank(a), a in self.drafted))
        for attitude in ranked:  # an option is named after what its owner says, before what others say of it
            owner = self.cast.of(attitude.actor)
            if owner is not None and attitude.stance in OWN and not self._why_none(attitude):
                self._own_action(attitude, owner)
        for attitude in ranked:
            party, why = self.cast.of(attitude.actor), self._why_none(attitude)
            if party is None:
                gone = "a state of the past" if attitude.actor in self.cast.past else "no decision maker of this draft"
                self._leave(attitude, f"{brief(called(attitude.actor))} is {gone}")
            elif why:
                self._leave(attitude, why)
            else:
                self._place(attitude, party)
        self.actions.in_order()
        self.wishes.sort(key=lambda w: (not w.cites, (w.cites and characters(w.cites[0].at)) or (0, 0)))
        self.left.sort(key=lambda left: characters(left.at) or (0, 0))

    def cite(self, attitude: Attitude) -> Cite:
        """Return the citation of an attitude."""
        return self.citing.attitude(attitude, self.words.of_attitude(attitude))

    def _rank(self, attitude: Attitude) -> int:
        """Return which attitudes come first, since there is room for few options: offers and threats."""
        if attitude.stance in {"offers", "threatens"}:
            return 0 if attitude.condition is not None else 1
        if attitude.stance in {"refuses", "can"} or is_deed(self._text, attitude):
            return 2
        return 3 if attitude.stance == "demands" else 4

    @property
    def _text(self) -> str:
        return self.ledger.source.text

    def _why_none(self, attitude: Attitude) -> str:
        """Return why an attitude gives no element of a case, in words; empty where it gives one."""
        if self.words.is_denied(attitude.within):
            return "it stands in what is denied, or in what somebody is said not to have said"
        if self.words.is_to_the_press(attitude):
            return "it is a word to a reporter, and no move in the dispute"
        if attitude.stance in PURPOSES and attitude.negated:
            return "it is denied, or said of what is not done; an option stands for what could be done"
        if self.words.is_guess(attitude):
            return HEDGED
        if is_no_deed(self._text, attitude):
            return "it is nothing that a party does; a constraint over options may say it"
        return ""

    def _place(self, attitude: Attitude, party: Party) -> None:
        word = self.words.of_attitude(attitude)
        if attitude.stance == "must":
            asker = self._asker(word, party)
            if asker is None and word.standing == "party" and not word.is_by(party.entity):
                self._asked(attitude, party, word)
            elif asker is not None:
                self._demanded(attitude, asker, word, (party,), words_of(self._text, attitude.thing))
            else:
                self._must(attitude, party, word)
        elif attitude.stance in {"wants", "demands"}:
            self._wanted(attitude, party, word)
        else:
            self._own(attitude, party, word)

    def _asked(self, attitude: Attitude, party: Party, word: Word) -> None:
        """Place what somebody says that a party must do who speaks for a side that the text does not name."""
        deed = is_deed(self._text, attitude)
        action = self.actions.add(party, words_of(self._text, attitude.thing)) if deed else None
        if action is not None:
            self._back(action, attitude, word, party)
        self._leave(attitude, "it is a demand, and for whom it is made is not told")

    def _asker(self, word: Word, party: Party) -> Party | None:
        """Return the other party that says that this one must do something: a demand, and no necessity."""
        speaker = word.speaker
        if speaker is None or word.standing != "party":
            return None
        asker = self.cast.of(spoken_for(speaker) or "") or self.cast.of(speaker.name or "")
        return asker if asker is not party else None

    def _own(self, attitude: Attitude, party: Party, word: Word) -> None:
        """Place what a party offers, threatens, refuses or can do."""
        action = self._own_action(attitude, party)
        if action is None:
            self._leave(attitude, "there is room for a few options only")
        elif attitude.stance == "can" and attitude.negated:
            self._cannot(attitude, party, action, word)
        elif attitude.stance == "refuses":
            self._back(action, attitude, word, party)
            self._want(attitude, party, self._under_condition(attitude, action), word, positive=attitude.negated)
        else:
            self._back(action, attitude, word, party)
            formula = self._conditional(attitude, action)
            if formula is not None:
                self._want(attitude, party, formula, word, positive=True)
            elif attitude.stance in PURPOSES:
                self._assume(action, party, word, attitude.stance)

    def _assume(self, action: Action, party: Party, word: Word, stance: Stance) -> None:
        """Say what an offer or a threat is for, where the text does not: marked as assumed."""
        made, why = PURPOSES[stance]
        want = made.format(action.formula)
        if not any(w.party is party and w.want == want for w in self.wishes):
            self.wishes.append(Wish(party, want, _group(word, party), assumed=why))

    def _own_action(self, attitude: Attitude, party: Party) -> Action | None:
        words = words_of(self._text, attitude.thing)
        if is_deed(self._text, attitude) or attitude.stance == "threatens":
            return self.actions.add(party, words)
        if words.lower().startswith("be "):
            return self.actions.add(party, f"to {words}", "accept")
        first = words.split(" ", 1)
        noun = first[1] if len(first) > 1 and first[0].lower() in listed("small") else words
        return self.actions.add(party, noun, VERBS.get(attitude.stance, ""))

    def _wanted(self, attitude: Attitude, party: Party, word: Word) -> None:
        """Place what a party wants or demands: of itself, of a settlement, or of others."""
        words = words_of(self._text, attitude.thing)
        if attitude.stance == "wants" and is_deed(self._text, attitude):
            action = self.actions.add(party, words)
            if action is not None:
                self._back(action, attitude, word, party)
                self._want(attitude, party, action.formula, word, positive=not attitude.negated)
                return
        if is_settlement(words):
            self._want(attitude, party, SETTLEMENT, word, positive=not attitude.negated)
            return
        others = [p for p in self.cast.parties if p is not party]
        like = self.actions.like(words, others) or self.actions.like(words, [party])
        if like is not None:
            hint = "matched by its words to this option"
            self._want(attitude, party, like.formula, word, positive=not attitude.negated, hint=hint)
            return
        whole = with_asked(self._text, attitude)
        asked, what, named = asked_of(words_of(self._text, whole), whole, party, self.cast, self.mentions)
        if asked and (named or not attitude.negated):
            self._demanded(attitude, party, word, asked, what, "" if named else ONLY_ONE)
        elif (heir := self._heir(words, party)) is not None and not attitude.negated:
            self._demanded(attitude, party, word, (heir,), words, HEIR)
        else:
            self._leave(attitude, "no option stands for it; add one to whoever could do it, and want it here")

    def _heir(self, words: str, party: Party) -> Party | None:
        """Return the party whose predecessor offered or wanted to do what words speak of."""
        wanted = stems(words)
        heirs = (p for things, p in self._past if p is not party and are_alike(wanted, things))
        return next(heirs, None)

    def _demanded(
        self, attitude: Attitude, asker: Party, word: Word, asked: tuple[Party, ...], what: str, assumed: str = ""
    ) -> None:
        """Place what is wanted of others: an option of each, and a wish for it; ``assumed`` says how they are known."""
        formulas = []
        for party in asked:
            noun = what.split(" ", 1)[0].lower() in listed("nominal") or (attitude.stance == "wants" and assumed)
            action = self.actions.add(party, WISHED.sub("", what) if noun else what, "grant" if noun else "")
            if action is None:
                continue
            hints = [f"{asker.spoken} wants it; whether {party.spoken} could or would do it is not said"]
            hints += [assumed] if assumed else []
            action.hints += [hint for hint in hints if hint not in action.hints]
            self._back(action, attitude, word, None)
            formulas.append(action.formula)
        if formulas:
            self._want(attitude, asker, " & ".join(formulas), word, positive=not attitude.negated)
        else:
            self._leave(attitude, "there is room for a few options only")

    def _cannot(self, attitude: Attitude, party: Party, action: Action, word: Word) -> None:
        self._back(action, attitude, word, party)
        formula = self._under_condition(attitude, action)
        self._limit(attitude, party, formula, f"it is said that {party.spoken} cannot", word)

    def _must(self, attitude: Attitude, party: Party, word: Word) -> None:
        if not is_deed(self._text, attitude):
            self._leave(attitude, "a need is no option; say what would meet it")
            return
        action = self.actions.add(party, words_of(self._text, attitude.thing))
        if action is None:
            self._leave(attitude, "there is room for a few options only")
            return
        self._back(action, attitude, word, party)
        if not word.is_by(party.entity) and (word.speaker is not None or attitude.negated or attitude.condition):
            self._leave(attitude, "what others say it must do is their opinion, and neither its wish nor a fact")
        elif attitude.negated:
            self._want(attitude, party, action.formula, word, positive=False, hint="said as what it must not do")
        elif attitude.condition is not None or attitude.hedged:
            self._want(attitude, party, action.formula, word, positive=True, hint="said as what it must do")
        elif self._limit(attitude, party, f"!{action.formula}", f"it is said that {party.spoken} must", word):
            self.musts.append(action.formula)

    def _limit(self, attitude: Attitude, party: Party, when: str, why: str, word: Word) -> bool:
        """Add a constraint, unless together with those that are there it rules out where things stand."""
        same = next((limit for limit in self.limits if limit.when == when), None)
        limit = same or Limit(party, when, why, hints=self._hints(attitude, word, party))
        done = {*self.musts, *([when[1:]] if when.startswith("!") and " & " not in when else [])}
        if any(known.holds(done) for known in (*self.limits, limit)):
            self._leave(attitude, "another statement says the contrary")
            return False
        limit.support(self.citing.attitude(attitude, word), self.drafted.get(attitude))
        if same is None:
            self.limits.append(limit)
        return True

    def _want(
        self, attitude: Attitude, party: Party, formula: str, word: Word, *, positive: bool, hint: str = ""
    ) -> None:
        """Add a statement of preference; the same one again is one more citation, its contrary is told and left out."""
        plain = formula.isidentifier() or re.fullmatch(r"\w+\.\w+", formula)
        want = formula if positive else (f"!{formula}" if plain else f"!({formula})")
        contrary = want[1:].strip("()") if want.startswith("!") else (f"!{want}" if plain else f"!({want})")
        group = _group(word, party)
        cite, drafted = self.citing.attitude(attitude, word), self.drafted.get(attitude)
        for wish in self.wishes:
            if wish.party is party and wish.group == group and wish.want == want:
                wish.assumed = ""
                wish.support(cite, drafted)
                return
            if wish.party is party and wish.group == group and wish.want == contrary:
                self._leave(attitude, f"it says the contrary of `{wish.want}`, which was said before")
                return
        hints = [*self._hints(attitude, word, party), *([hint] if hint else [])]
        self.wishes.append(Wish(party, want, group, cites=[cite], hints=hints, drafted=drafted))

    def _under_condition(self, attitude: Attitude, action: Action) -> str:
        """Return what is refused or impossible: the action, or the action while the condition holds or does not."""
        found = self._condition(attitude, action)
        if found is None:
            return action.formula
        other, negative = found
        return f"{action.formula} & {'!' if negative else ''}{other.formula}"

    def _conditional(self, attitude: Attitude, action: Action) -> str | None:
        """Return what a conditional offer or threat comes to as a preference, if its condition is somebody's option."""
        found = self._condition(attitude, action)
        if found is None:
            return None
        other, negative = found
        condition = f"{'!' if negative else ''}{other.formula}"
        if attitude.stance == "threatens":
            return f"{condition} -> {action.formula}"
        return f"{action.formula} -> {condition}"

    def _condition(self, attitude: Attitude, action: Action) -> tuple[Action, bool] | None:
        """Return the option that a condition speaks of, and whether it is its absence that counts."""
        if attitude.condition is None:
            return None
        owner = subject_of(self.mentions, attitude.condition, self.cast)
        words = words_of(self._text, attitude.condition)
        marker = MARKER.match(words)
        negative = bool(marker and marker[0].lower().startswith(UNLESS))
        clause = words[marker.end() :] if marker else words
        found = self.actions.like(clause, self.cast.parties)
        if found is None and owner is not None and owner is not action.owner:
            found = self.actions.add(owner, plain_verb(self._without_subject(clause, attitude.condition)))
            if found is not None and not found.cites:
                found.hints.append(
                    "it is a condition that another party names; whether this one could or would is not said"
                )
                word = self.words.of_attitude(attitude)
                found.support(self.citing.place(attitude.condition, word), self.drafted.get(attitude))
        return None if found is None or found is action else (found, negative)

    def _without_subject(self, clause: str, span: Span) -> str:
        """Return a clause without the name of its subject, if it begins with one."""
        for mention in self.mentions.within(span):
            name = mention.span.of(self._text)
            if clause.startswith(name):
                return clause[len(name) :].strip() or clause
        return clause

    def _back(self, action: Action, attitude: Attitude, word: Word, party: Party | None) -> None:
        """Let an attitude speak for an option."""
        action.support(self.citing.attitude(attitude, word), self.drafted.get(attitude))
        if len(action.hints) < MOST_HINTS:
            action.hints += [h for h in self._hints(attitude, word, party) if h not in action.hints]

    def _hints(self, attitude: Attitude, word: Word, party: Party | None) -> list[str]:
        """Return what the analyst ought to know about an attitude: hearsay, hedges, conditions."""
        found = []
        if party is not None and word.speaker is not None and not word.is_by(party.entity):
            unknown = word.standing == "party" and spoken_for(word.speaker) is None
            hearsay = f"hearsay: it is not {party.spoken} that says so"
            found.append("for whom the speaker speaks is not told" if unknown else hearsay)
        if attitude.hedged:
            found.append("said with a hedge")
        if attitude.guessed:
            found.append("for which state is nowhere said and guessed from the text around")
        if attitude.condition is not None:
            words = brief(words_of(self._text, attitude.condition), 6)
            found.append(f"on a condition ({words} ...)" if words else "on a condition")
        return found

    def _leave(self, attitude: Attitude, why: str) -> None:
        cue = "" if attitude.cue is None else words_of(self._text, attitude.cue)
        words = brief(words_of(self._text, attitude.thing), 6)
        self.left.append(
            Left(place(attitude.thing), f"{brief(called(attitude.actor))} {stance_words(attitude, cue)}: {words}", why)
        )


def _group(word: Word, party: Party) -> Group:
    """Return whose account of a party it is."""
    if word.is_by(party.entity):
        return "own_words"
    return "article" if word.speaker is None else "others"
