"""Where a picture that somebody sent is read with care, cleaned of what its camera wrote, and made in three sizes."""
