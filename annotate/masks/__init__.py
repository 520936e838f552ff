"""Masks that files bring along: nobody edits them here, and they go out again as they came."""
