"""Contract diff: what a change of an OpenAPI contract breaks, and whom.

What a client may send must stay accepted, what it may receive must stay understood: containment of schemas
decides, everything else is reporting. One folder a stage; a stage imports earlier ones only:

    core           answers, severities, JSON values, patterns, files, the frame of a command line
    reading        sources, values and positions, references, the document
    schemas        normal form, and the algebra on it
    containment    is every value of one schema a value of the other?
    witnesses      values that show a difference, judged by an independent validator
    changes        the graph of schema pairs, each change at the innermost one
    rules          everything beyond schemas, and the words for all rules
    findings       changes with what they reach, their severity by policy, approvals
    reporting      one format a module
    cli            the command line
"""
