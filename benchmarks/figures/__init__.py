"""How long a figure takes: DuckDB over Parquet beside pandas in memory and PostgreSQL, on the same facts."""
