"""Catalogues: every visible sentence in Spanish, English and French."""
