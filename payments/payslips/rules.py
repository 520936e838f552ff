"""What a payslip says, computed once from what became final: lines, rounding, and the figure by which it is checked."""

_FIGURE_DIGITS = 16
_GROUP = 4


def check_figure_of(digest: str) -> str:
    """Return the figure that stands on paper: the first sixteen hexadecimal digits of the SHA-256, four by four.

    Anyone with the JSON file sees the same digits with `sha256sum`.
    """
    start = digest[:_FIGURE_DIGITS]
    return " ".join(start[at : at + _GROUP] for at in range(0, _FIGURE_DIGITS, _GROUP))
