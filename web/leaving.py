"""What a page, the API, a command and a job say alike of a data set: what was chosen, and what it is made with."""

from collections.abc import Callable

from annotate.datasets_out import Choice, Leaving
from annotate.outgoing import Loss, Media
from annotate.resolution.rules import Resolution
from policies.errors import Kind, Refusal
from web.loss_words import said_of
from web.wiring import House
from web.words import FALLBACK


def nobody(_: int) -> None:
    """Tell nobody how far it is."""


def choice_from(
    *, form: str, resolution: str = "", media: str = "", with_surplus: bool = False, is_archive: bool = False
) -> Choice:
    """Return a choice from its words; empty ones stand for the usual: all answers, no pictures.

    Raises:
        Refusal: `export_resolution_unknown`, `export_media_unknown`.
    """
    if resolution and resolution not in frozenset(Resolution):
        raise Refusal("export_resolution_unknown", Kind.UNREADABLE, known=", ".join(Resolution))
    if media and media not in frozenset(Media):
        raise Refusal("export_media_unknown", Kind.UNREADABLE, known=", ".join(Media))
    return Choice(
        format=form,
        resolution=Resolution(resolution or Resolution.ALL_ANSWERS),
        media=Media(media or Media.LEFT_OUT),
        with_surplus=with_surplus,
        is_archive=is_archive,
    )


def leaving_of(house: House, *, language: str = FALLBACK, reached: Callable[[int], None] = nobody) -> Leaving:
    """Return what a data set is made with here.

    Args:
        house: its files, its address, its clock.
        language: in which it says what was lost.
        reached: told now and then how many more answers were taken.
    """
    words = house.languages.get(language, house.languages[FALLBACK])

    def say(loss: Loss) -> str:
        return said_of(loss, words)

    return Leaving(
        task_types=house.task_types,
        files=house.files,
        public_url=house.settings.public_url,
        say=say,
        now=house.now(),
        reached=reached,
    )
