"""Which bucket each second fell in."""
