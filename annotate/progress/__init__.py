"""How far a project is, and when it may be done."""
