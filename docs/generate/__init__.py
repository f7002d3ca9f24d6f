"""The pages of the documentation that are made from the contract, the public names and the repository's own files."""
