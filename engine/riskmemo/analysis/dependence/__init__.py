"""What the scores depend on: rules, sources and facts left out one at a time."""
