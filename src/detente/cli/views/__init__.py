"""How answers look on a terminal: lines of text, as wide as there is room."""
