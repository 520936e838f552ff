"""Codes and numbers inside a refusal are said in the reader's language; what a person typed stays as typed."""

import pytest

from policies.errors import Refusal
from web.refusal_text import load_texts, say
from web.refusal_values import said_value
from web.show_as import Writing
from web.words import load_languages

FRENCH = load_languages()["fr"]
WRITING = Writing(FRENCH, "UTC")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("state", "paused", "suspendu"),
        ("what", "pay_basis", "le mode de paiement"),
        ("fields", "email, password", "Adresse électronique, Mot de passe"),
        ("fields", "unheard_of", "unheard_of"),
        ("known", "es, nah", "espagnol, nahuatl"),
        ("known", "MX/general, US/general", "MX/general, US/general"),
        ("jurisdiction", "MX", "Mexique"),
        ("price", "1.15", "1,15"),
        ("label", "1.15", "1.15"),
        ("chosen", "running", "running"),
    ],
)
def test_a_value_is_said_as_the_reader_says_it(name, value, said):
    assert said_value(name, value, FRENCH, WRITING) == said


def test_a_refused_act_names_the_state_of_the_project_in_french():
    refusal = Refusal("project_state", state="closed", act="pause")

    assert "closed" not in say(refusal, load_texts(), language=FRENCH, writing=WRITING).reason


def test_the_day_of_a_missing_residence_is_written_out():
    refusal = Refusal("no_residence", on="2026-05-01")

    assert "vendredi 1er mai" in say(refusal, load_texts(), language=FRENCH, writing=WRITING).title
