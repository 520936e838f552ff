"""Measuring what one answer costs, and whether the cost grows with the work."""
