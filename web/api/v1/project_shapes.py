"""Projects as programs describe and read them."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from annotate.funding.rules import Quote
from annotate.gold.queries import GoldView
from annotate.label_config import CONFIG_MOST, read_config
from annotate.label_schema import COMBINED
from annotate.progress.queries import ProjectOverview
from annotate.projects.queries import ProjectCard, ProjectView
from annotate.projects.rules import CONTENT_RISKS, ItemOrder, LabelDraft, PayBasis, ProjectDraft, schema_of
from policies.errors import Kind, Refusal
from policies.money import micros_of
from policies.periods import MS_PER_SECOND
from web.api.v1.values import Amount, Currency, Id, Money, Words, money, money_fields

PRICE = {"basis": "item", "currency": "MXN", "amount": "1.15"}
SCHEMA = {"question": "What does the person ask?", "labels": ["renewal", {"value": "lost", "key": "l"}]}
DESCRIBED: dict[str, Any] = {
    "name": "Passport questions",
    "schema": SCHEMA,
    "instructions": "Choose what the person asks. Example: “It was stolen” is lost.",
    "overlap": 2,
    "estimated_seconds": 80,
    "pay": {**PRICE, "jurisdictions": ["MX"]},
}


COMBINED_SCHEMA: dict[str, Any] = {
    "objects": [{"name": "image", "kind": "image"}, {"name": "text", "kind": "text", "title": "The report"}],
    "controls": [
        {"name": "fits", "kind": "choice", "about": "text", "labels": [{"value": "yes"}, {"value": "no"}]},
        {"name": "why", "kind": "free_text", "about": "text", "when": {"control": "fits", "labels": ["no"]}},
        {"name": "things", "kind": "boxes", "about": "image", "labels": [{"value": "ramp"}, {"value": "sign"}]},
    ],
}
CONFIG = """<View>
  <Header value="What is in the street?"/>
  <Image name="image" value="$image"/>
  <RectangleLabels name="label" toName="image">
    <Label value="ramp" hotkey="r"/>
    <Label value="kerb" hotkey="k"/>
  </RectangleLabels>
</View>"""


class LabelIn(BaseModel):
    """A label with what goes with it."""

    model_config = ConfigDict(extra="forbid")

    value: Words
    key: Words = Field(default="", description="one digit from 1 to 9 or one letter; empty: chosen for you")
    description: Words = ""


class SchemaIn(BaseModel):
    """What is asked about each item, and the labels to choose from."""

    model_config = ConfigDict(extra="forbid")

    labels: list[LabelIn | Words] = Field(description="1 to 50, most kinds of work need two, each a word or an object")
    question: Words = ""
    allow_nothing: bool = Field(default=False, strict=True, description="several labels: “none of these” is an answer")


class WholeSchemaIn(BaseModel):
    """A schema with more than a question and labels: the options of its kind, or several objects and controls."""

    model_config = ConfigDict(extra="allow", json_schema_extra={"examples": [COMBINED_SCHEMA]})


class PayIn(BaseModel):
    """What is paid, and to people living where. Salaried: nothing here; the organisation's own staff, no amount."""

    model_config = ConfigDict(extra="forbid")

    basis: PayBasis = PayBasis.ITEM
    currency: Currency
    amount: Amount | None = Field(default=None, description="leave it out where basis is salaried")
    jurisdictions: list[Words] = Field(description="codes of the rulebook, such as MX")


class ProjectIn(BaseModel):
    """A project as a requester describes it."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [DESCRIBED]})

    name: Words
    label_schema: SchemaIn | WholeSchemaIn | None = Field(
        default=None,
        alias="schema",
        union_mode="left_to_right",
        description="or label_config; with task_type combined, objects and controls",
    )
    label_config: Words | None = Field(
        default=None,
        max_length=CONFIG_MOST,
        description="instead of schema and task_type: a labelling configuration of Label Studio for texts, pictures "
        "and lists; what it asks and Jornal cannot do is refused by name",
        examples=[CONFIG],
    )
    instructions: Words = Field(description="Markdown")
    pay: PayIn
    estimated_seconds: int = Field(strict=True, ge=1, le=14_400)
    overlap: int = Field(default=1, strict=True, ge=1, le=9)
    extra_answers_most: int = Field(
        default=0, strict=True, ge=0, le=5, description="so many more people, one at a time, where answers disagree"
    )
    person_answers_most: int | None = Field(
        default=None, strict=True, ge=1, le=1_000_000, description="items that one person may answer; null: all"
    )
    organisation_id: Id | None = Field(default=None, description="one of yours; without it, your first")
    order: ItemOrder = ItemOrder.SEQUENCE
    task_type: Words | None = Field(default=None, description="without it and label_config: choice")
    language: Words = Field(default="es", description="of the items")
    content_note: Words = Field(default="", description="what people should know before they see the items")
    content_risks: list[Words] = Field(
        default=[], max_length=len(CONTENT_RISKS), description=f"hard content: any of {', '.join(CONTENT_RISKS)}"
    )

    def draft(self) -> ProjectDraft:
        """Return it as the service checks it.

        Raises:
            Refusal: `schema_or_label_config`, and what `read_config` refuses.
        """
        task_type, schema = self._asked()
        return ProjectDraft(
            name=self.name,
            labels=(),
            schema=schema,
            instructions=self.instructions,
            jurisdictions=tuple(self.pay.jurisdictions),
            currency=self.pay.currency,
            price_micros=micros_of(self.pay.amount) if self.pay.amount is not None else 0,
            pay_basis=self.pay.basis,
            estimated_ms=self.estimated_seconds * MS_PER_SECOND,
            overlap=self.overlap,
            extra_answers_most=self.extra_answers_most,
            person_answers_most=self.person_answers_most,
            item_order=self.order,
            task_type=task_type,
            language=self.language,
            content_note=self.content_note,
            content_risks=tuple(self.content_risks),
        )

    def _asked(self) -> tuple[str, dict[str, Any]]:
        """Return the kind of work and its schema, said in either of the two ways."""
        schema = self.label_schema
        if self.label_config is not None and schema is None and self.task_type is None:
            read = read_config(self.label_config)
            return read.task_type, read.schema
        if schema is None or self.label_config is not None:
            raise Refusal("schema_or_label_config", Kind.UNREADABLE)
        if isinstance(schema, WholeSchemaIn):
            said = schema.model_dump()
            return self.task_type or (COMBINED if "objects" in said else "choice"), said
        labels = [
            LabelDraft(one) if isinstance(one, str) else LabelDraft(one.value, one.key, one.description)
            for one in schema.labels
        ]
        flat = schema_of(labels, question=schema.question, least=0)
        return self.task_type or "choice", flat | ({"allow_nothing": True} if schema.allow_nothing else {})


class Price(Money):
    """What is paid for one item, or for one hour of counted task time."""

    basis: str = Field(examples=["item"])


def price(micros: int, currency: str, basis: str) -> Price:
    """Return a price as programs read it."""
    return Price(**money_fields(micros, currency), basis=basis)


class CardOut(BaseModel):
    """A project in a list. `answer_count` leaves surplus answers out."""

    project_id: int
    organisation_id: int
    name: str
    state: str = Field(description="draft, running, paused or closed")
    item_count: int
    overlap: int
    asked_count: int
    answer_count: int
    pay: Price


class ProjectsOut(BaseModel):
    """Your organisations' projects, the newest of each first."""

    projects: list[CardOut]


class ProjectOut(CardOut):
    """Everything about a project."""

    organisation_name: str
    language: str
    task_type: str
    label_schema: dict[str, Any] = Field(alias="schema")  # each kind of work has its own
    instructions: str
    content_note: str
    content_risks: list[str]
    order: str
    extra_answers_most: int
    person_answers_most: int | None
    estimated_ms: int
    jurisdictions: list[str]
    hourly_equivalent: Money = Field(description="what the price comes to in an hour at the estimated time")
    reserve_percent: int
    ceiling: Money = Field(description="the bill never passes this; of a draft, what it would be now")
    spent: Money = Field(description="spent or promised so far")
    accepted_count: int
    surplus_count: int
    open_count: int
    people_count: int
    gold_count: int = Field(description="items whose answer is known")
    gold_every: int = Field(description="after how many other items of a person one of them comes; 0 is never")
    created_at: datetime
    published_at: datetime | None
    expected_end_at: datetime | None


def card_out(card: ProjectCard) -> CardOut:
    """Return a project of a list."""
    return CardOut(
        project_id=card.project_id,
        organisation_id=card.organisation_id,
        name=card.name,
        state=card.state,
        item_count=card.item_count,
        overlap=card.overlap,
        asked_count=card.asked_count,
        answer_count=card.answer_count,
        pay=price(card.price_micros, card.currency, card.pay_basis),
    )


def project_out(
    view: ProjectView, far: ProjectOverview, asked: Quote, gold: GoldView, *, spent_and_ceiling: tuple[int, int]
) -> ProjectOut:
    """Return a whole project.

    Args:
        view: what it says.
        far: how far it is.
        asked: what it would cost now.
        gold: its items whose answer is known.
        spent_and_ceiling: micro-units; the ceiling is 0 before it is published.
    """
    spent, ceiling = spent_and_ceiling
    return ProjectOut.model_validate(
        {
            **card_out(far.card).model_dump(),
            "organisation_name": view.organisation_name,
            "language": view.language,
            "task_type": view.task_type,
            "schema": view.label_schema,
            "instructions": view.instructions,
            "content_note": view.content_note,
            "content_risks": list(view.content_risks),
            "order": view.item_order,
            "extra_answers_most": view.extra_answers_most,
            "person_answers_most": view.person_answers_most,
            "estimated_ms": view.estimated_ms,
            "jurisdictions": view.jurisdictions,
            "hourly_equivalent": money(view.hourly_equivalent_micros, view.currency),
            "reserve_percent": asked.reserve_percent,
            "ceiling": money(ceiling or asked.ceiling_micros, view.currency),
            "spent": money(spent, view.currency),
            "accepted_count": far.accepted_count,
            "surplus_count": far.surplus_count,
            "open_count": far.open_count,
            "people_count": far.people_count,
            "gold_count": gold.item_count,
            "gold_every": gold.every,
            "created_at": view.created_at,
            "published_at": view.published_at,
            "expected_end_at": far.expected_end_at,
        }
    )
