"""Whom an organisation employs on a salary: stated by it, and true only once the person says so too."""
