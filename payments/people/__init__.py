"""People who may be owed money, and the organisations that owe it."""
