"""Many cases at once: riskmemo's SQL beside SQL and Polars by hand, `compiled` and zen-engine.

`make bench-screening` generates a panel of a million cases, runs everybody on it, each run in a
process of its own, and prints the tables of the section "Many cases" of docs/measured.md.
"""
