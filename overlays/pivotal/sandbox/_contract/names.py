"""Names that follow from the contract's names."""

import re


def snake(name: str) -> str:
    """Return a name in snake_case.

    Example:
        >>> snake("CustomerNote"), snake("customerId"), snake("customer-notes")
        ('customer_note', 'customer_id', 'customer_notes')
    """
    return re.sub(r"\W+", "_", re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name), flags=re.ASCII).strip("_").lower()


def singular(collection: str) -> str:
    """Return the kind of record in a collection, in snake_case.

    Example:
        >>> singular("customers"), singular("companies")
        ('customer', 'company')
    """
    name = snake(collection)
    return name[:-3] + "y" if name.endswith("ies") else name.removesuffix("s")
