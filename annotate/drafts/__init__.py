"""What an annotator has begun and not sent yet, and the keys they chose to work with."""
