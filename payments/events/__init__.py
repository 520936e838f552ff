"""The event log: everything that pay depends on, in order, each row sealed by the one before."""
