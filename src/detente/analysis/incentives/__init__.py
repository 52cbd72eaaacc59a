"""Incentives: what would have to be given, threatened or taken away for a state to hold (theory F2-F4)."""
