"""Items that come to a project after it was published: priced, paid for and opened a batch at a time."""
