"""What the house looks after by itself, one file for each feature; each holds `JOBS`: (name, seconds, function)."""
