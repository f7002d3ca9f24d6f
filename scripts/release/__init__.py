"""Releases: the version from the verdicts and the fragments, the changelog, one commit, and its tag on main.

steps.py        which part of the version has to grow
fragments.py    the entries of the next release, in changelog.d/
versions.py     the version in the distributions, and its successor
repository.py   what a release requires of the repository, and its commit and tag
"""
