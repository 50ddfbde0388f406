"""A panel assessed on Apache Spark: the same checks, the same SQL, the same tables.

`session` starts Spark, `database` runs the SQL that DuckDB runs, read and written anew for Spark,
`tables` opens a panel wherever Spark can read it, `files` lists and renames files there,
`running` is a whole run.
"""
