"""The catalogues of translated words, read once at start-up, from .po where no compiled .mo is newer."""

import gettext
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALES = Path(__file__).parent / "locale"
LANGUAGES = {"es": "Español", "en": "English", "fr": "Français"}
FALLBACK = "en"
# How numbers and days are written: Mexican Spanish groups with commas, as its pay slips do.
_WRITTEN_AS = {"es": "es_MX", "en": "en_GB", "fr": "fr_FR"}
_DAYS = {"es": "EEEE d 'de' MMMM", "en": "EEEE d MMMM", "fr": "EEEE d MMMM"}


def N_(text: str) -> str:  # noqa: N802 - the name that gettext's own tools look for
    """Mark a text for translation where it stands, and translate it later."""
    return text


@dataclass(frozen=True, slots=True)
class Language:
    """One language: its words, and how it writes numbers and days."""

    code: str
    own_name: str
    locale: Locale
    words: gettext.NullTranslations
    day_pattern: str

    def say(self, text: str, /, **values: object) -> str:
        """Return a text in this language, with its values put in."""
        return self.words.gettext(text) % values if values else self.words.gettext(text)


@lru_cache(maxsize=4)
def load_languages(folder: Path = LOCALES) -> dict[str, Language]:
    """Return every language of the house by its code; read once in a process.

    Args:
        folder: where `<code>/LC_MESSAGES/messages.po` lie.
    """
    return {
        code: Language(
            code, own_name, Locale.parse(_WRITTEN_AS[code]), _catalogue(folder / code / "LC_MESSAGES"), _DAYS[code]
        )
        for code, own_name in LANGUAGES.items()
    }


def _catalogue(folder: Path) -> gettext.NullTranslations:
    source, compiled = folder / "messages.po", folder / "messages.mo"
    if compiled.exists() and (not source.exists() or compiled.stat().st_mtime >= source.stat().st_mtime):
        with compiled.open("rb") as file:
            return gettext.GNUTranslations(file)
    if not source.exists():
        return gettext.NullTranslations()
    with source.open("rb") as file:
        catalogue = read_po(file)
    packed = BytesIO()
    write_mo(packed, catalogue)
    packed.seek(0)
    return gettext.GNUTranslations(packed)


def best_language(accept_language: str) -> str:
    """Return the first of our languages that a browser asks for, or English.

    Args:
        accept_language: the header as sent; its weights follow its order in every browser, so the order decides.
    """
    for part in accept_language.split(","):
        code = part.split(";")[0].strip().lower().split("-")[0]
        if code in LANGUAGES:
            return code
    return FALLBACK
