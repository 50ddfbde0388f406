"""The names of the commands; each is a module of that name (`_` for `-`) beside this one."""

COMMANDS = {
    "init": "Write a first case to fill in.",
    "assess": "Assess a case with a ruleset and write the memo.",
    "batch": "Assess every case of PANEL, a folder of Parquet or CSV tables.",
    "panel": "Make a panel of case files, or a case file of a row of a panel.",
    "memo": "Make documents of a stored assessment, or of a case.",
    "ranges": "Draw everything uncertain many times, and say where the scores lie.",
    "sensitivity": "Say which uncertain things move the scores, and how far.",
    "hypotheses": "Rank rival readings by what contradicts them.",
    "compare": "Tell what has changed from OLD to NEW, each difference in score by its causes.",
    "why": "Tell why a score is what it is, down to facts and sources.",
    "why-not": "Tell what keeps a rule from firing, and what would make it fire.",
    "audit": "Tell whether the scores of a case rest on identity.",
    "missing": "Rank what is not known by the points it could move, as questions for a collector.",
    "depends": "Leave out each source, fact and rule in turn, and show what nodes weigh.",
    "counterfactuals": "Tell the smallest changes that would move a band.",
    "whatif": "Show what would differ if a case were otherwise.",
    "check": "Report every mistake in cases, rulesets and vocabularies.",
    "lint-memo": "Report what the sentences of a memo get wrong.",
    "test": "Run the worked examples of rulesets.",
    "explain": "Explain an error code: what, why, an example and the fix.",
    "explain-rule": "Explain a rule in words, or show the code that it becomes.",
    "sql": "Show the SQL that a ruleset becomes.",
    "schema": "Print the JSON Schema of a kind of file.",
}
"""Command to its short help: `--help` must not wait for what the commands import."""
