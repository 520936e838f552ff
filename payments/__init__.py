"""Money: people, ledger, earnings, providers and the audit trail."""
