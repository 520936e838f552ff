"""One item handed to one annotator, and the answer."""
