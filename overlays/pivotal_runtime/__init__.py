"""The runtime of the generated client: what every operation and model needs, written once.

Only `pivotal_api` and `pivotal` import it. Its modules are not a public API: import from `pivotal` instead.
"""
