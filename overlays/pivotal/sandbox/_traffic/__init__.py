"""What can happen to any request on its way: a fault, the rate limit, the log."""
