"""How many answers to items whose answer is known a project may have to pay for."""

from policies.money import ceil_div

GOLD_EVERY_LEAST, GOLD_EVERY_MOST = 2, 1_000


def gold_answers_most(answer_count: int, *, gold_every: int) -> int:
    """Return how many gold answers may come on top of the others, at most, so that their pay is there first.

    Rounded up: what one batch leaves over of a person's count goes on in the next, and must not be short there.

    Args:
        answer_count: the other answers asked for, >= 0.
        gold_every: after how many of a person's answers a gold item comes; 0 is never.
    """
    return ceil_div(answer_count, gold_every) if gold_every else 0
