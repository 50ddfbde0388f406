"""What is missing: gaps, and what the scores could become if they were closed."""
