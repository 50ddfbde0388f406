"""Why a score is what it is, and why a rule does not fire."""
