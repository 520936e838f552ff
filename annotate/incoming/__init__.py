"""What formats of other programs have in common: JSON read a piece at a time, archives, places in pixels, stretches."""
