"""Which weeks have ended and hold time that no closing knows yet."""
