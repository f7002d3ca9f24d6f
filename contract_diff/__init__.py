"""Contract diff: what a change of an OpenAPI contract breaks, and whom.

What a client may send must stay accepted, and what it may receive must stay understood. That is a question of
containment: is every value of one schema a value of the other? One folder a stage; a stage imports only earlier ones:

    core           answers, effects and severities, JSON values and pointers, patterns, YAML, URLs, command lines
    reading        sources, parsing, positions, references, the document
    schemas        schemas in normal form, and the algebra on them
    containment    whether every value of one schema is a value of the other
    witnesses      values that show a difference, judged by an independent validator
    changes        the graph of schema pairs, with each change at the innermost pair
    rules          what runs for which OpenAPI object, and the catalog that describes each rule
    findings       changes with what they reach, severities by policy, approvals, the version step
    reporting      one format a module
    api            the comparison as a function
    cli            the command line, and the seam for programs that extend it
"""
