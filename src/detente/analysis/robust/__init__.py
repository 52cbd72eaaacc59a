"""How verdicts fare over every preference order that what is known allows."""
