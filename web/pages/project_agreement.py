"""How much people agree on a project: its page, and the part of it that stands on the project's own page."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from annotate.agreement.queries import project_agreement
from annotate.agreement.rules import THOUSANDTHS, AgreementReport, ControlAgreement, Figure, LabelAgreement
from annotate.label_schema import ONLY_CONTROL
from web.deps import Requester, TheHouse
from web.pages.project_running import share_of
from web.pages.project_view import own_project, shown
from web.render import is_fragment, show
from web.words import N_

router = APIRouter(prefix="/projects")
FIGURE_WORDS = {
    "percent_exact": N_("The very same answer"),
    "krippendorff_alpha_nominal": N_("Krippendorff’s alpha"),
    "krippendorff_alpha_ordinal": N_("Krippendorff’s alpha, steps in their order"),
    "krippendorff_alpha_interval": N_("Krippendorff’s alpha, steps equally far apart"),
    "krippendorff_alpha_unitised": N_("Krippendorff’s alpha, where stretches begin and end"),
    "fleiss_kappa": N_("Fleiss’ kappa"),
    "cohen_kappa_mean": N_("Cohen’s kappa, mean over pairs of people"),
    "span_f1_exact": N_("Stretches that both marked, from end to end (F1)"),
    "span_f1_overlap": N_("Stretches that both marked, at least in part (F1)"),
    "characters_shared": N_("Characters that both marked"),
    "region_f1_50": N_("Shapes that both drew, at least half shared (F1)"),
    "region_f1_75": N_("Shapes that both drew, at least three quarters shared (F1)"),
    "mean_overlap_of_matched": N_("How much of these is shared, on average"),
}
SHARES = frozenset(
    {"percent_exact", "span_f1_exact", "span_f1_overlap", "characters_shared", "region_f1_50", "region_f1_75"}
    | {"mean_overlap_of_matched"}
)
"""Figures that are parts of a whole, and shown as percent; the others are beyond chance."""


@dataclass(frozen=True, slots=True)
class FigureShown:
    """One figure: its name, and its value as thousandths of a whole or as a text; both None where it cannot be said."""

    name: str
    thousandths: int | None
    text: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionShown:
    """One question, empty where the only one has no words, and its agreement; `width` is its bar’s, in percent."""

    question: str
    item_count: int
    thousandths: int | None
    width: str
    figures: tuple[FigureShown, ...]
    labels: tuple[LabelAgreement, ...]
    mixed_up: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairShown:
    """Two people who answered the same items, by pseudonym."""

    first: str
    second: str
    item_count: int
    thousandths: int
    kappa: str | None


@router.get("/{project_id:int}/agreement")
def agreement(request: Request, house: TheHouse, me: Requester, project_id: int) -> HTMLResponse:
    """Show how much people agree; to htmx only the first part, which stands on the project's page."""
    with house.db.reading() as tx:
        view = own_project(tx, project_id, me)
        found = project_agreement(tx, project_id=project_id, task_types=house.task_types)
    report = found.report
    return show(
        request,
        "projects/agreement.html",
        block="summary",
        project=shown(view, items=report.item_count),
        is_part=is_fragment(request),
        is_sample=found.is_sample,
        report=report,
        whole_count=THOUSANDTHS,
        questions=[_question(one) for one in report.controls],
        pairs=_pairs(report),
    )


def _question(one: ControlAgreement) -> QuestionShown:
    thousandths = _thousandths(one.percent)
    return QuestionShown(
        question=one.question or ("" if one.control == ONLY_CONTROL else one.control),
        item_count=one.item_count,
        thousandths=thousandths,
        width=share_of(thousandths or 0, THOUSANDTHS),
        figures=tuple(_figure(figure) for figure in one.figures),
        labels=one.labels,
        mixed_up=one.mixed_up,
    )


def _figure(figure: Figure) -> FigureShown:
    is_share = figure.name in SHARES
    return FigureShown(
        name=FIGURE_WORDS[figure.name],
        thousandths=_thousandths(figure.value) if is_share else None,
        text=None if is_share else figure.value,
    )


def _pairs(report: AgreementReport) -> list[PairShown]:
    return [
        PairShown(
            first=one.first,
            second=one.second,
            item_count=one.item_count,
            thousandths=_thousandths(one.percent) or 0,
            kappa=one.kappa,
        )
        for one in report.pairs
    ]


def _thousandths(share: str | None) -> int | None:
    """Return a share with three decimals as a whole number."""
    return None if share is None else int(share.replace(".", ""))
