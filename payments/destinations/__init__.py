"""Where people want their money."""
