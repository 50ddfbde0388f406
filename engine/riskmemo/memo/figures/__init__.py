"""The figures of a memo: one file each fills the datasets of one chart from the assessment.

How a figure looks is written in `templates/charts/`; here is what it shows and what it finds.
"""
