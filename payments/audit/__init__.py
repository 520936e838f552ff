"""The event log, the auditor's bundle and its verifier."""
