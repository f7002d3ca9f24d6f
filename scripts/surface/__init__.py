"""The Python surface: what a change of the packages means for the code that imports them.

tree                  a git revision or a folder, on disk
reading, names        what a tree's packages offer, by griffe: public names and what stands behind them
compare, callables    two surfaces side by side
annotations           types, as sets that contain each other or don't
moves                 a name that went and an equal one that came
samples               the base's typing samples, checked against the head by mypy
rules, versions       severity, words and the version step that follow
report, cli           how it is told
"""
