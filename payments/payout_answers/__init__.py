"""What the bank answers: paid, returned, rejected; and what happens then."""
