"""The same typed tree as SQL, for many cases at once.

`expressions` says what a node of the tree is in SQL, `queries` what patterns, conditions and
absences are, `strata` how derived kinds are made, `rules` what a match is, `scores` the score tree.
`dialects` holds what databases spell differently. Nothing here runs anything.
"""
