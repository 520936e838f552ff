"""The paid pilot: a sample of a project's items is answered first, and the price comes from what it took."""
