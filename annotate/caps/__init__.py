"""How much of a day, a week and a shift a person has worked, and what went over a limit."""
