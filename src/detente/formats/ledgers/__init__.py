"""The ledger of an article outside the program: JSON with its schema, CSV tables, W3C Web Annotations."""
