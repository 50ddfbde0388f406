"""Ranges of the scores of many cases: each case in every draw of what the ruleset leaves open.

`draws` says what is drawn, `groups` which rules look at which parameters, `draw_tables` what each
draw says, `plan` the statements, `running` runs them for some cases after the other, `results`
makes rows of them.
"""
