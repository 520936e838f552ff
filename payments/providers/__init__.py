"""Ways of moving money, one file each."""
