"""Competing readings, ranked by what the evidence contradicts least."""
