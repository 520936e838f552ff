"""What a requester is billed for: lines that add up to what the ledger moved, a month at a time."""
