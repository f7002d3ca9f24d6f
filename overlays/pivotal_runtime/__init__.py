"""The runtime of the generated client: the code that every operation and model shares.

Only `pivotal_api` and `pivotal` import it. Its modules are not a public API: import from `pivotal` instead.
"""
