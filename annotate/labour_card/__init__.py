"""Under what labour conditions a project was answered: a card that travels with each of its exports."""
