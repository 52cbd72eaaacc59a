"""What causes an outcome, in what degree, and what would change it (theory E, F1)."""
