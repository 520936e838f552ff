"""What an auditor reads: everyone's pay for a week beside what the floor owes."""
