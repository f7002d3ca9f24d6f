"""The Python surface: what a change of the packages means for code that imports them.

revisions                           a git revision or a folder, on disk
reading, names                      the public names of a tree's packages and their definitions, read by griffe
name_changes, moves                 names that were removed, added, moved or renamed
definition_changes, parameter_changes, annotations
                                    changes inside definitions that both sides have
samples                             the base's typing samples, checked by mypy against the head
change, rules.yaml, findings        severity and sentences for each change
run, report, cli                    one comparison, its formats, and the command line
"""
