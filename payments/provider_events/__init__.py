"""What a payment service tells us by itself: kept first, under its own number, and acted on once."""
