"""Contract diff: what a change of an OpenAPI contract breaks, whom, and which promise.

What a client may send must stay accepted, what it may receive must stay understood: containment of schemas
decides, everything else is reporting. The way through the modules:

    source, origins                 where a contract's texts stand: files, revisions, addresses
    parsing, yamltree, positions    a text's values and lines
    shapes, files, links, document  what is read of a contract, checked along its references
    assertions, normalise, facets,  a schema in normal form, for one view of it
      combine, terms, members, views
    subset, scalars, disjoint,      is every value of one schema a value of the other?
      regex, ecma, accepts,
      sameness
    render, layers, samples,        values that show a difference, judged by an independent validator
      examples, witness
    compare, pairdiff, facetdiff,   the graph of schema pairs, each change at the innermost one
      overlap, matching, annotations,
      discriminators
    rules/, wire, lifecycle         everything beyond schemas
    engine, model                   findings, with what they reach
    policy, approvals, settings     their severity, and what was agreed on
    symbols, surface, renames       what it means for the Python SDK
    report/, sentences, cli         how it is told
"""
