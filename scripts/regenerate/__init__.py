"""Regeneration of the client: corrects the contract, runs the generator with our templates, and tries the result."""
