"""What may be asked or reported, and how long it may be."""

from dataclasses import dataclass
from enum import StrEnum
from unicodedata import category

from policies.errors import Kind, Refusal

TEXT_MOST = 2_000
ANSWER_MOST = 4_000
WAITING_MOST = 30
"""How many questions of one person a project may leave open before it is asked no more: a flood buries them all."""


class QuestionKind(StrEnum):
    """Why an annotator writes to a project."""

    QUESTION = "question"
    PROBLEM = "problem"
    """Something is wrong with one item."""


class Problem(StrEnum):
    """What is wrong with an item; saying so never counts against anybody."""

    NOT_LOADING = "not_loading"
    HARMFUL = "harmful"
    PERSONAL_DATA = "personal_data"
    DOES_NOT_BELONG = "does_not_belong"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an annotator writes to a project.

    Attributes:
        project_id: to which project.
        item_id: about which item; None for the whole project.
        text: in their words; may be empty for a problem that its name says.
        problem: what is wrong with the item; None for a question.
    """

    project_id: int
    item_id: int | None
    text: str
    problem: str | None = None

    @property
    def kind(self) -> QuestionKind:
        """Whether it is a question or a report."""
        return QuestionKind.PROBLEM if self.problem else QuestionKind.QUESTION


def cleaned(text: str) -> str:
    """Return what was written without control characters and halves of characters, its lines kept."""
    kept = (part for part in text.replace("\r\n", "\n") if part in "\n\t" or category(part) not in {"Cc", "Cs"})
    return "".join(kept).strip()


def check_asked(asked: Asked) -> None:
    """Refuse what nobody could answer.

    Raises:
        Refusal: `question_empty`, `question_too_long`, `problem_unknown`, `problem_needs_an_item`.
    """
    if asked.problem is not None and asked.problem not in tuple(Problem):
        raise Refusal("problem_unknown", Kind.UNREADABLE)
    if asked.problem is not None and asked.item_id is None:
        raise Refusal("problem_needs_an_item", Kind.UNREADABLE)
    if not cleaned(asked.text) and asked.problem in {None, Problem.OTHER}:
        raise Refusal("question_empty", Kind.UNREADABLE)
    if len(cleaned(asked.text)) > TEXT_MOST:
        raise Refusal("question_too_long", Kind.UNREADABLE, most=TEXT_MOST)


def check_answer(text: str) -> str:
    """Return an answer as it is kept.

    Raises:
        Refusal: `answer_empty`, `answer_too_long` (most).
    """
    said = cleaned(text)
    if not said:
        raise Refusal("answer_empty", Kind.UNREADABLE)
    if len(said) > ANSWER_MOST:
        raise Refusal("answer_too_long", Kind.UNREADABLE, most=ANSWER_MOST)
    return said
