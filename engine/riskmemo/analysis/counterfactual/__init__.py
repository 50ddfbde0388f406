"""What would change the scores: smallest changes, signposts, what-ifs."""
