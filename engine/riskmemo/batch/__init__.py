"""Many cases at once: a panel of tables is checked, loaded into DuckDB and scored there.

`tables` opens what the user has, `columns` says what each column may hold, `checking` and
`relations` find every mistake, `loading` makes the tables that the SQL reads, `shards` runs it for
some cases after the other, `storing` and `manifest` keep what is done. `from_cases` and `to_case`
convert single cases both ways.
"""
