"""Follows money that comes in, tells who waits for it, acts on what services told, and reads all of it each night."""

from web.money_in import follow_funding
from web.money_letters import tell_arrivals
from web.service_record import apply_news, sweep

JOBS = (
    ("follow_funding", 60, follow_funding),
    ("apply_news", 20, apply_news),
    ("tell_arrivals", 60, tell_arrivals),
    ("sweep_record", 86_400, sweep),
)
