"""Two people deciding about a payment of which nobody knows whether it was paid."""
