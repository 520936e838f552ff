"""A sample of a draft's items: set apart in a batch of its own, and what nobody touched given back later."""
