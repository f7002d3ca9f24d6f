"""The contract diff of this SDK: Pivotal's versioning promise, the Python names, and the public Python surface."""
