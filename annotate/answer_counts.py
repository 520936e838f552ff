"""How many answers are asked for: people for each item, more where they disagree, and items for each person."""

from policies.errors import Kind, Refusal

OVERLAP_MOST = 9
EXTRA_ANSWERS_MOST = 5
"""So many more people than the overlap may answer an item on which the others disagree."""
PERSON_ANSWERS_MOST = 1_000_000


def check_answer_counts(*, overlap: int, extra_answers_most: int, person_answers_most: int | None) -> None:
    """Refuse numbers of answers that could not be asked for.

    Args:
        overlap: people for each item.
        extra_answers_most: how many more, one at a time, where their answers disagree; 0 is none.
        person_answers_most: items for each person; None is as many as there are.

    Raises:
        Refusal: `overlap_out_of_range`, `extra_answers_out_of_range`, `extra_answers_alone` where one person's answer
            has none to disagree with, `person_answers_out_of_range`.
    """
    if not 1 <= overlap <= OVERLAP_MOST:
        raise Refusal("overlap_out_of_range", Kind.UNREADABLE, most=OVERLAP_MOST)
    if not 0 <= extra_answers_most <= EXTRA_ANSWERS_MOST:
        raise Refusal("extra_answers_out_of_range", Kind.UNREADABLE, most=EXTRA_ANSWERS_MOST)
    if extra_answers_most and overlap == 1:
        raise Refusal("extra_answers_alone", Kind.UNREADABLE)
    if person_answers_most is not None and not 1 <= person_answers_most <= PERSON_ANSWERS_MOST:
        raise Refusal("person_answers_out_of_range", Kind.UNREADABLE, most=PERSON_ANSWERS_MOST)
