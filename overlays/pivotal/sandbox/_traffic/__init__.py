"""What applies to the requests of all operations: faults, the rate limit, the request log."""
