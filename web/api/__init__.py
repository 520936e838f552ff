"""The interface for programs: JSON in, JSON out, one module per subject."""
