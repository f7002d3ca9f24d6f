"""What commands print: records as a table, JSON, JSON lines, CSV or YAML."""
