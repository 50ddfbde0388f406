"""What the scores would be if something were otherwise, asked many times of one case."""
