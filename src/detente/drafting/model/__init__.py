"""The optional step with a language model: it may propose words of the article, and nothing that is not there."""
