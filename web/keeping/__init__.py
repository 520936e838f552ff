"""What the house keeps about itself: notices, how its jobs went, and verifications that run."""
