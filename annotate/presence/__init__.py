"""Being there without an item open: choosing work, paperwork, and waiting for more."""
