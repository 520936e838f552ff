"""Making one answer to each item out of several people's, in a way that the requester chose and the export states."""
