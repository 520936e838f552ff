"""Words for hard content and for what can be wrong with an item: the same for who marks, chooses and reports."""

from dataclasses import dataclass

from annotate.projects.rules import CONTENT_RISKS
from annotate.questions.rules import Problem
from web.words import N_


@dataclass(frozen=True, slots=True)
class Risk:
    """One kind of hard content: its code, its name, and what may be seen, in English marked for translation."""

    code: str
    name: str
    about: str


_WORDS = {
    "blood": (N_("Blood and injuries"), N_("Accidents, wounds, surgery.")),
    "violence": (N_("Violence"), N_("People or animals being hurt, weapons, war.")),
    "sexual": (N_("Sexual content"), N_("Nudity, sexual acts, sexual language.")),
    "hate": (N_("Hate"), N_("Insults and threats against groups of people.")),
    "self_harm": (N_("Self-harm"), N_("Suicide, cutting, eating disorders.")),
    "abuse": (N_("Abuse"), N_("Cruelty to children, partners or people who depend on others, told or shown.")),
}
RISKS = tuple(Risk(code, *_WORDS[code]) for code in CONTENT_RISKS)
"""Every kind, in the order in which they are always listed."""

PROBLEMS = {
    Problem.NOT_LOADING.value: N_("It does not load, or cannot be read"),
    Problem.HARMFUL.value: N_("It is harmful or shocking, and nobody said so"),
    Problem.PERSONAL_DATA.value: N_("It shows somebody's personal data"),
    Problem.DOES_NOT_BELONG.value: N_("It does not belong in this project"),
    Problem.OTHER.value: N_("Something else"),
}
"""What can be wrong with an item, in the order in which it is asked."""


def risks_named(codes: tuple[str, ...]) -> tuple[Risk, ...]:
    """Return the kinds that a project shows, in the usual order."""
    return tuple(risk for risk in RISKS if risk.code in codes)
