"""Switching the language, and between light and dark."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from payments.people.service import change_language
from web.deps import MaybeMe, TheHouse
from web.door import keep_choice, safe_path
from web.render import LANGUAGE_COOKIE, THEME_COOKIE, THEMES

router = APIRouter()
Text = Annotated[str, Form()]


@router.post("/language")
def speak(house: TheHouse, me: MaybeMe, language: Text, next: Text = "/") -> Response:  # noqa: A002 - the form's word
    """Speak another language, in this browser and to this person from now on."""
    chosen = language if language in house.languages else "en"
    if me is not None:
        with house.db.writing() as tx:
            change_language(tx, me.person_id, language=chosen)
    answer = RedirectResponse(safe_path(next) or "/", 303)
    keep_choice(answer, house, LANGUAGE_COOKIE, chosen)
    return answer


@router.post("/theme")
def light_or_dark(house: TheHouse, theme: Text, next: Text = "/") -> Response:  # noqa: A002 - the form's word
    """Show pages light, dark, or as the device does."""
    answer = RedirectResponse(safe_path(next) or "/", 303)
    keep_choice(answer, house, THEME_COOKIE, theme if theme in THEMES else "auto")
    return answer
