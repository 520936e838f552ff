"""Bringing money in, between transactions: written down, then the service is called, then what it says is noted."""

from payments.funding.queries import FundingView, funding, to_look_at
from payments.funding.rules import FundingStage, is_too_old_to_ask
from payments.funding.service import FundingWanted, ask_funding, note_funding
from payments.providers.base import Funding, FundingState, Provider
from payments.reconciliation.service import take_line
from policies.errors import Kind, Refusal
from web.logs import log
from web.wiring import House

NOT_ASKED = "not_asked"
"""Why money that was asked for failed, where the service never took the question."""


def bring_in(house: House, *, wanted: FundingWanted, by_id: int) -> FundingView:
    """Ask for money from an organisation, and return how far it has come; the same form sent twice asks once.

    Args:
        house: the house.
        wanted: what, from whom, through whom.
        by_id: who asked.

    Raises:
        Refusal: `money_service_refuses` (reason) where the service will not take it.
    """
    with house.db.writing() as tx:
        funding_id = ask_funding(tx, wanted=wanted, by_id=by_id, now=house.now())
        asked = funding(tx, funding_id)
    assert asked is not None, "it was written just now"
    if asked.stage is FundingStage.ASKED:
        _ask(house, asked)
    with house.db.reading() as tx:
        found = funding(tx, funding_id)
    assert found is not None, "a payment is never deleted"
    return found


def _ask(house: House, asked: FundingView) -> None:
    """Call the service with our reference, under which it opens one payment however often it is called."""
    provider: Provider = house.providers[asked.provider]
    try:
        seen = provider.fund(amount_micros=asked.amount_micros, currency=asked.currency, reference=asked.reference)
    except Refusal as refusal:
        if refusal.kind is Kind.NOT_YET:  # it is asked again by itself
            log().warning("money_service_away", provider=asked.provider)
            return
        reason = str(refusal.params.get("reason", refusal.code))
        _note(house, asked, Funding(FundingState.FAILED, "", reason=reason))
        raise
    _note(house, asked, seen)


def follow(house: House, found: FundingView) -> None:
    """Ask the service how far a payment has come, and note it; what is usable now is counted as here at once."""
    if found.provider not in house.providers:
        return
    if found.stage is FundingStage.ASKED:
        _ask_again(house, found)
        return
    provider: Provider = house.providers[found.provider]
    _note(house, found, provider.look_up(found.provider_reference))


def _ask_again(house: House, found: FundingView) -> None:
    if is_too_old_to_ask(asked_at=found.asked_at, now=house.now()):
        _note(house, found, Funding(FundingState.FAILED, "", reason=NOT_ASKED))
        return
    try:
        _ask(house, found)
    except Refusal as refusal:
        log().warning("money_service_refuses", provider=found.provider, code=refusal.code)


def _note(house: House, found: FundingView, seen: Funding) -> None:
    with house.db.writing() as tx:
        note_funding(tx, funding_id=found.funding_id, seen=seen, now=house.now())
    if seen.state is FundingState.ARRIVED and seen.line_id:
        _count(house, found.provider, seen.line_id)


def _count(house: House, provider: str, line_id: str) -> None:
    """Match the line by which money came, which is what brings it into the organisation's account."""
    line = house.records[provider].line(line_id)
    if line is not None:
        with house.db.writing() as tx:
            take_line(tx, provider=provider, line=line, now=house.now())


def follow_funding(house: House) -> int:
    """Ask about every payment that is due for a look, each by itself; return how many were asked about."""
    with house.db.reading() as tx:
        due = to_look_at(tx, now=house.now())
    return sum(_follow_safely(house, one) for one in due)


def _follow_safely(house: House, one: FundingView) -> bool:
    """Ask about one payment; what goes wrong with it must not hold up the others."""
    try:
        follow(house, one)
    except Exception:  # noqa: BLE001 - the next look tries again
        log().exception("funding_not_followed", funding_id=one.funding_id)
        return False
    return True
