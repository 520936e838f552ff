"""What the languages of items are called in the reader's language."""

from web.words import N_, Language

# Babel's tables do not name these.
NAMES = {
    "nah": N_("Nahuatl"),
    "yua": N_("Maya (Yucatec)"),
}


def language_name(code: str, language: Language) -> str:
    """Return a language's name as the reader calls it; its code where nobody here knows a name.

    Args:
        code: such as es or nah.
        language: the reader's.
    """
    if code in NAMES:
        return language.say(NAMES[code])
    return str(language.locale.languages.get(code, code))
