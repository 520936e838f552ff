"""The editor of what a project shows and asks: its rows as typed, its buttons, and the label schema they say."""
