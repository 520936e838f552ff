"""What programs read of a project's agreement and labour card; the latter's schema is published beside its guide."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from annotate.labour_card.rules import FORMAT

Decimal = Annotated[str, Field(pattern=r"^-?[0-9]+(\.[0-9]+)?$", description="a decimal text")]
Figure = Annotated[str | None, Field(description="three decimals, 1 for full agreement; null where it cannot be said")]


class LabelOut(BaseModel):
    """One label: how often it was given, and agreement on it beyond chance."""

    label: str
    count: int
    alpha: Figure


class MixedUpOut(BaseModel):
    """Two labels that two people gave the same item, and how often."""

    labels: list[str]
    count: int


class QuestionOut(BaseModel):
    """How much people agree on one question."""

    control: str
    kind: str
    question: str
    items_compared: int
    percent: Figure
    figures: dict[str, Figure]
    labels: list[LabelOut]
    mixed_up: list[MixedUpOut]


class PairOut(BaseModel):
    """Two people who answered the same items, by pseudonym."""

    annotators: list[str]
    items: int
    percent: str
    kappa: Figure


class AgreementOut(BaseModel):
    """How much people agree on a project; the guide on agreement says what each figure is."""

    items: int
    items_compared: int
    answers: int
    annotators: int
    is_sample: bool = Field(description="whether these are not all answers; an export has the figures of all")
    questions: list[QuestionOut]
    pairs: list[PairOut]
    pairs_left_out: int
    pair_items_least: int
    note: str


class CardProject(BaseModel):
    """Whose card it is."""

    id: int
    name: str


class CardPlace(BaseModel):
    """A place whose law protects some of the people; null for several places with few people each."""

    code: str | None
    people: int


class CardTime(BaseModel):
    """Time of one kind, and its share in thousandths."""

    bucket: str
    ms: int
    share_permille: int


class CardRests(BaseModel):
    """Rests from the screen: how many fell due, how many the time taken does not reach, and that time."""

    due: int
    missed: int
    taken_ms: int


class CardFloor(BaseModel):
    """The floor of an hour, by place and day."""

    lowest: Decimal
    highest: Decimal


class CardPay(BaseModel):
    """What an hour of tasks brought in some person's week, its floor, and the pay in thousandths of it."""

    pay: Decimal
    floor: Decimal
    of_floor_permille: int


class LabourCardOut(BaseModel):
    """Under what labour conditions a project was answered. Amounts are decimal texts in `currency`.

    Where fewer than `people_least` people worked, `people` is null and everything that would be theirs is missing.
    """

    model_config = ConfigDict(title="Labour card of Jornal")

    format: Literal["jornal-labour-card/1"] = FORMAT
    project: CardProject
    made_at: str
    first_on: str | None
    last_on: str | None
    answers: int
    people: int | None
    people_least: int
    is_salaried: bool
    currency: str
    rejected_answers: int
    appeals: int
    rulebooks: list[str]
    verify: str
    jurisdictions: list[CardPlace] | None = None
    counted_ms: int | None = None
    time: list[CardTime] | None = None
    time_left_out: bool | None = None
    rest_ms: int | None = None
    rests: CardRests | None = None
    floor_hourly: CardFloor | None = None
    paid: dict[str, Decimal] | None = None
    paid_total: Decimal | None = None
    person_weeks: int | None = None
    person_weeks_below_floor: int | None = None
    hourly_pay: dict[str, CardPay] | None = None
