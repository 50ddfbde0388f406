"""The names of the commands; each is a module of that name (`_` for `-`) beside this one."""

COMMANDS = {
    "init": "Write a first case to fill in.",
    "assess": "Assess a case with a ruleset and write the memo.",
    "ranges": "Draw everything uncertain many times, and say where the scores lie.",
    "sensitivity": "Say which uncertain things move the scores, and how far.",
    "check": "Report every mistake in cases, rulesets and vocabularies.",
    "test": "Run the worked examples of rulesets.",
    "explain": "Explain an error code: what, why, an example and the fix.",
    "explain-rule": "Explain a rule in words, or show the code that it becomes.",
    "schema": "Print the JSON Schema of a kind of file.",
}
"""Command to its short help: `--help` must not wait for what the commands import."""
