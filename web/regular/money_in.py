"""Follows money that comes in, acts on what services told, and each night reads all that they wrote down."""

from web.money_in import follow_funding
from web.service_record import apply_news, sweep

JOBS = (("follow_funding", 60, follow_funding), ("apply_news", 20, apply_news), ("sweep_record", 86_400, sweep))
