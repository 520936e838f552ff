"""The slots of items, and how many items each person has had."""
