"""What may be asked or reported, and how long it may be."""

from enum import StrEnum

TEXT_MOST = 2_000
ANSWER_MOST = 4_000


class QuestionKind(StrEnum):
    """Why an annotator writes to a project."""

    QUESTION = "question"
    PROBLEM = "problem"
    """Something is wrong with one item: it does not load, it is harmful, it does not belong here."""
