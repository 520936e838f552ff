"""The outside: pages, commands, jobs."""
