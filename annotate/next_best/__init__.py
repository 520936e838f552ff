"""Which of several projects a person might go on with, and why."""
