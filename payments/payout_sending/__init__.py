"""Holding the money of a released run, payout after payout, and fixing its file."""
