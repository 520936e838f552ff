"""One more answer at a time where the answers to an item disagree."""
