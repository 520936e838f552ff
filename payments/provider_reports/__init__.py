"""A payment service's own report, as somebody downloaded it there, laid beside the lines that Jornal read itself."""
