"""Asks services how the accounts stand that people opened there, so that nobody has to wait for a message of theirs."""

from web.provider_accounts import look_at_accounts

JOBS = (("look_at_provider_accounts", 60, look_at_accounts),)
