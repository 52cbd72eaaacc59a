"""How English sentences are built, as far as rules need it: words, tokens, noun phrases, clauses."""
