"""What annotators ask a project or report about an item, and what was answered."""
