"""What the operator and the auditor of the demonstration did before the visitor came."""

from datetime import datetime, time, timedelta

from annotate.demo_plan import WEEKS, first_monday, local
from payments.audit.access import Look, record_look
from payments.audit.sampling import SampleOf
from payments.transaction import Transaction
from policies.periods import week_of
from web.demo_cast import Cast
from web.keeping.service import ask_verification, write_notice

SEED = "d3m0"
"""Whoever draws with it again sees the same sample."""
SAMPLE_SIZE = 5
_MAINTENANCE = {
    "es": "El sábado de 22:00 a 22:20 hacemos una copia de seguridad. Lo que tengas abierto se guarda y se paga.",
    "en": "On Saturday from 22:00 to 22:20 we make a backup. What you have open is kept, and paid.",
    "fr": "Samedi de 22 h 00 à 22 h 20, nous faisons une sauvegarde. Ce que vous avez ouvert est gardé, et payé.",
}


def write_old_notice(tx: Transaction, cast: Cast, *, now: datetime) -> None:
    """Write a notice that stood above every page for a day, long before the visit."""
    friday = local(first_monday(now) - timedelta(days=3), time(18, 0))
    until_at = friday + timedelta(hours=29)
    write_notice(tx, texts=_MAINTENANCE, from_at=friday, until_at=until_at, by_id=cast.operator_id, now=friday)


def ask_for_checks(tx: Transaction, cast: Cast, *, now: datetime) -> None:
    """Let the auditor draw a sample of the last week that is closed, and ask for it to be verified."""
    period = week_of(first_monday(now) + timedelta(days=7 * (WEEKS - 2)))
    details = {"of": SampleOf.PEOPLE.value, "seed": SEED, "size": SAMPLE_SIZE}
    look = Look(what="sample", period=period, details=details)
    record_look(tx, look, accreditation_id=cast.accreditation_id, now=now)
    ask_verification(tx, accreditation_id=cast.accreditation_id, period=period, now=now)
