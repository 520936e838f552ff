"""Letters that the house writes: put into words, then sent after the answer has gone out."""

from typing import Any

from fastapi import Request

from web.logs import log
from web.mail import Letter
from web.render import Pages, write_letter
from web.wiring import House


def send_letter(request: Request, to: str, template: str, language: str, /, **context: Any) -> None:
    """Write a letter in a language and send it; a mail server that is down is logged, without the address.

    Args:
        request: where the application is found.
        to: the address.
        template: a text below web/templates/mail whose first line is the subject.
        language: the reader's language.
        context: what the template needs; Any, because templates are not typed.
    """
    post_letter(request.app.state.house, request.app.state.pages, to, template, language, **context)


def post_letter(house: House, pages: Pages, to: str, template: str, language: str, /, **context: Any) -> None:
    """Do the same where no request is at hand, from a job.

    Args:
        house: its mail and its name.
        pages: the templates.
        to, template, language, context: as above.
    """
    subject, text = write_letter(pages, language, template, operator_name=house.settings.operator_name, **context)
    try:
        house.mail.send(Letter(to=to, subject=subject, text=text))
    except OSError as error:
        log().error("letter_not_sent", template=template, error=type(error).__name__)
