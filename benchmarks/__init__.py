"""What the SDK costs, as differences and ratios that are measured in one run. `python -m benchmarks`."""
