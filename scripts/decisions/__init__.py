"""Lists what a person must decide after a change of the contract, and where."""
