"""The bank's answer files: kept, previewed, said yes to, and logged."""
