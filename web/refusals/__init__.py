"""What refusals say, one file for each feature; each holds `TEXTS`: code -> (what happened, why, what next)."""
