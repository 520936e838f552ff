"""Places of a text as browsers count them, where programs elsewhere want that: two for each emoji, one for a letter."""


def in_utf_16(text: str, place: int) -> int:
    """Return a place of a text in UTF-16 code units.

    Args:
        text: the whole text.
        place: in code points.
    """
    return place if text.isascii() else place + sum(one > "\uffff" for one in text[:place])
