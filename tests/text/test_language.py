from __future__ import annotations

import pytest

from detente.text.language import is_english, language_doubt

ENGLISH = (
    "As it does every spring, the harbour board met for eleven minutes on Wednesday and agreed on one thing, which was "
    "to meet again. Its chairman said that the dredging would start when the herring say so, and that nobody should "
    "ask before then."
)
OTHERS = {
    "German": "Der Hafenrat hat am Mittwoch elf Minuten lang getagt und sich auf eine einzige Sache geeinigt: sich im "
    "Juni wieder zu treffen. Der Vorsitzende sagte, dass die Arbeiten erst dann beginnen, wenn der Hering es will, "
    "und dass bis dahin niemand im Rat nach einem Tag fragen soll.",
    "French": "Le conseil du port s'est réuni mercredi pendant onze minutes et il est tombé d'accord sur une seule "
    "chose, qui est de se revoir. Son président a dit que les travaux ne commenceront pas avant que les harengs ne "
    "soient dans la rade.",
    "Spanish": "El consejo del puerto se reunió el miércoles durante once minutos y llegó a un acuerdo sobre una sola "
    "cosa, que es volver a reunirse. Su presidente dijo que las obras no van a empezar hasta que los arenques lo "
    "digan, y no antes de que se sepa.",
}


def test_english_is_english() -> None:
    fits, why = is_english(ENGLISH)
    assert fits
    assert "small words of English" in why
    assert language_doubt(ENGLISH) == ()


@pytest.mark.parametrize("language", OTHERS)
def test_another_language_is_told_by_name(language: str) -> None:
    fits, why = is_english(OTHERS[language])
    assert not fits
    assert language in why
    (doubt,) = language_doubt(OTHERS[language])
    assert doubt.code == "not-english"
    assert language in doubt.message


@pytest.mark.parametrize("language", OTHERS)
def test_one_sentence_of_another_language_is_told_too(language: str) -> None:
    assert not is_english(OTHERS[language].partition(". ")[0])[0]


def test_a_short_english_text_with_foreign_names_is_english() -> None:
    assert is_english("Ana de la Cruz of Santa Fe de la Vera Paz met El Hadj de la Tour in La Paz; he left.")[0]


@pytest.mark.parametrize("words", ["条約の交渉は続いている。" * 8, "Переговоры зашли в тупик, сказал министр. " * 4])
def test_another_script_is_told(words: str) -> None:
    assert is_english(words) == (False, "most of its letters are not Latin")


@pytest.mark.parametrize("words", ["", "Der Minister", "!?", "12 34 56"])
def test_a_short_text_is_not_judged(words: str) -> None:
    fits, why = is_english(words)
    assert fits
    assert "too short" in why


def test_english_with_some_foreign_words_is_english() -> None:
    assert is_english(ENGLISH + " " + OTHERS["German"].partition(".")[0])[0]
