"""Counting time that was recorded as something else from now on; the record itself stays as it was."""
