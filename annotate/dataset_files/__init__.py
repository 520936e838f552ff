"""Data sets that are written in the background: who asked, how far they are, until when they can be fetched."""
