"""From an article to attributed statements: what was said, by whom, in which words, and where exactly it stands."""
