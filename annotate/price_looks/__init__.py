"""Looks at a project's price, in its pilot and after 30, 100 and 300 completions: measured, proposed, upward only."""
