"""From a name on the command line to a checked document: sources, parsing, positions, references."""
