"""What the files of law have in English is said in the reader's language; what nobody translated stays as it is."""

from datetime import date

import pytest

from policies.rulebook import Rulebook
from web.law_words import ENGLISH, LawWords
from web.show_as import Writing
from web.words import load_languages

RULEBOOK = Rulebook.load_with(None)
ON = date(2026, 3, 2)


def words_of(language: str) -> LawWords:
    spoken = load_languages()[language]
    return LawWords(spoken, Writing(spoken, "UTC"))


@pytest.mark.parametrize(
    ("language", "place", "said"),
    [
        ("en", "MX", "315.04 × 7 paid days ÷ 48 hours"),
        ("es", "MX", "315.04 × 7 días pagados ÷ 48 horas"),
        ("fr", "MX", "315,04 × 7 jours payés ÷ 48 heures"),
        ("fr", "US", "7,25 par heure, tel que publié"),
    ],
)
def test_a_formula_is_said_in_the_readers_language(language, place, said):
    floor = RULEBOOK.floor(place, on=ON)

    assert words_of(language).formula(floor) == said


@pytest.mark.parametrize(
    ("code", "own_name", "said"),
    [
        ("MX", "Mexico", "México"),
        ("US", "United States (federal law only)", "Estados Unidos (solo ley federal)"),
        ("US", "United States and islands", "United States and islands"),
        ("house", "House standard of Jornal", "Norma de la casa de Jornal"),
    ],
)
def test_a_place_is_called_as_the_reader_calls_it_and_never_less_than_its_file_says(code, own_name, said):
    assert words_of("es").place_name(code, own_name) == said


@pytest.mark.parametrize("language", ["es", "fr"])
@pytest.mark.parametrize("place", RULEBOOK.jurisdictions(), ids=lambda place: place.code)
def test_every_place_and_zone_of_our_own_files_is_said_in_every_language(language, place):
    words = words_of(language)
    own_names = {zone.name for zone in RULEBOOK.zones(place.code)}
    is_a_country = place.name == ENGLISH.territories.get(place.code)  # some are called the same: Argentina

    assert is_a_country or words.place_name(place.code, place.name) != place.name
    assert own_names.isdisjoint(words.zone_name(name) for name in own_names)
