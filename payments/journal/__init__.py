"""The ledger as a plain-text journal that other people's bookkeeping programs check."""
