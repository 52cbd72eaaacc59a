"""Whether every place that a case cites is still there, letter by letter."""
