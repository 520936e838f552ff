"""What one person may be offered in one project, and the next item of its queue."""
