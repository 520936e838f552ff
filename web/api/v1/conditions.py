"""Agreement and labour card of a project for programs."""

from fastapi import APIRouter

from annotate.agreement.queries import project_agreement
from annotate.agreement.rules import as_json as agreement_json
from annotate.labour_card.queries import labour_card
from annotate.labour_card.rules import as_json as card_json
from web.api.v1.caller import Requester
from web.api.v1.conditions_shapes import AgreementOut, LabourCardOut
from web.api.v1.problems import problems
from web.api.v1.values import ProjectId
from web.deps import TheHouse
from web.pages.project_view import own_project

router = APIRouter(prefix="/api/v1/projects", tags=["projects"])


@router.get("/{project_id}/agreement", responses=problems())
def agreement(project_id: ProjectId, house: TheHouse, me: Requester) -> AgreementOut:
    """Read how much people agree; of many answers, on a sample of them."""
    with house.db.reading() as tx:
        own_project(tx, project_id, me)
        found = project_agreement(tx, project_id=project_id, task_types=house.task_types)
    return AgreementOut.model_validate({**agreement_json(found.report), "is_sample": found.is_sample})


@router.get("/{project_id}/labour-card", responses=problems(), response_model_exclude_unset=True)
def card(project_id: ProjectId, house: TheHouse, me: Requester) -> LabourCardOut:
    """Read under what labour conditions a project was answered; its schema is labour-card.schema.json."""
    with house.db.reading() as tx:
        own_project(tx, project_id, me)
        found = labour_card(tx, project_id=project_id, now=house.now())
    return LabourCardOut.model_validate(card_json(found))
