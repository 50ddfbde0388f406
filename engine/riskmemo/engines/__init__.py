"""Engines: each runs a typed program over facts; all give the same answer.

Read `definition` first: it is the meaning. `compiled` writes each rule as a Python function, `rete`
plans each rule for durable-rules; their packages say in which order to read them. No engine knows
another. `agreement` compares two answers, `limits` says how much one rule may ask. The whole story
is in `docs/engines.md`.
"""
