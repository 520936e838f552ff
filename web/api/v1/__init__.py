"""Version 1 of the interface for programs: its addresses and names stay as they are."""
