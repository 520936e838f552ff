"""How much each person has worked today, this week and this shift."""
