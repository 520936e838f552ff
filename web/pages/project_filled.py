"""A kept draft in its form again, as it was filled in."""

from annotate.projects.queries import ProjectView
from annotate.projects.rules import PayBasis
from policies.periods import MS_PER_SECOND
from web.pages.project_form import ProjectForm
from web.show_as import Writing


def form_of(project: ProjectView, writing: Writing) -> ProjectForm:
    """Return the form as it was filled in for a kept draft."""
    draft = project.as_draft()
    return ProjectForm(
        organisation_id=str(project.organisation_id),
        name=draft.name,
        task_type=draft.task_type,
        allow_nothing="yes" if draft.allow_nothing else "",
        language=draft.language,
        instructions=draft.instructions,
        question=draft.question,
        label=[label.value for label in draft.labels],
        label_key=[label.key for label in draft.labels],
        label_about=[label.description for label in draft.labels],
        overlap=str(draft.overlap),
        extra_answers_most=str(draft.extra_answers_most),
        person_answers_most=str(draft.person_answers_most or ""),
        item_order=draft.item_order,
        place=list(draft.jurisdictions),
        estimated_seconds=str(draft.estimated_ms // MS_PER_SECOND),
        pay_basis=draft.pay_basis,
        amount="" if draft.pay_basis == PayBasis.SALARIED else writing.typed_amount(draft.price_micros),
        content_note=draft.content_note,
        content_risk=list(draft.content_risks),
    )
