"""How sure: ranges of the scores, and what moves them."""
