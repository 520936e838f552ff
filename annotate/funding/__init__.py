"""The money behind a project: set aside when it is published, carried in purses, given back when it is over."""
