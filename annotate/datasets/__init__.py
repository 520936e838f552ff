"""Items and the batches they came in."""
