"""What a requester reads: what a project has cost and will cost."""
