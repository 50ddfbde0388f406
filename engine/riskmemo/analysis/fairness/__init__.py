"""Whether the scores rest on identity."""
