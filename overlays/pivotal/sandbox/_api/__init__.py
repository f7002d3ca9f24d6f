"""The operations of the API.

Two modules describe the API as data: `routes` (methods, paths, operation ids) and `resources` (fields, list filters).
No other module names a path, a writable field or a filter, so a description that is generated from the contract can
replace these two. `operations` maps each operation id to its function.
"""
