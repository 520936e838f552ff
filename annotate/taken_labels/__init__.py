"""Labels that a draft takes over from a file, so that the file's own labels can be answers of the project."""
