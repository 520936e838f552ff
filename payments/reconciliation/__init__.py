"""Laying the service's own record beside the ledger: every line there matches exactly one transfer here."""
