"""The law: dated rules and pure arithmetic, standard library only."""
