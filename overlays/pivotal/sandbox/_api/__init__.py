"""The operations of the API.

`rules` answers each operation by what the contract says of it. What the contract can't say is data: `fields` (checks
and defaults of single properties), `hooks` (what happens around a change of a record) and `handlers` (operations that
no rule answers). `api` also lists what nothing answers, and the rows that no longer fit the contract.
"""
