"""Commands and flags, made from the description of the contract."""
