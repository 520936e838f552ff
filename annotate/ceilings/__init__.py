"""The money of a published project: added to, charged with the fee, and given back when it is over."""
