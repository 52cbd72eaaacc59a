"""How well the reading of articles does: gold annotations, matching, measures and their intervals."""
