"""What an annotator's clock can count, and what turns it."""
