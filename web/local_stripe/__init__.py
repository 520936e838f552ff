"""A Stripe on this machine: answers the real library's requests over HTTP, moves no money, and needs no account."""
