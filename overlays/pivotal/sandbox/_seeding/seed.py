"""Realistic data of any size, made from a seed number."""

import random
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from attrs import frozen
from pivotal_runtime.errors import shown

from pivotal._arguments import whole_of
from pivotal._moments import iso, milliseconds
from pivotal.sandbox._api.customers import slug_of
from pivotal.sandbox._contract.catalog import Catalog
from pivotal.sandbox._http_messages import Values
from pivotal.sandbox._seeding.words import ADJECTIVES, FIRST_NAMES, KINDS, LABELS, LAST_NAMES, NOTES, NOUNS, TITLES
from pivotal.sandbox._state.ids import cuid
from pivotal.sandbox._state.store import Store
from pivotal.sandbox._state.tables import Entry

_BEGIN = milliseconds(datetime(2024, 1, 1, tzinfo=UTC))
_END = milliseconds(datetime(2026, 1, 1, tzinfo=UTC))
_KINDS = ("customer", "contact", "onboarding")
_PHASE_WEIGHTS = {
    "before_getting_started": 2,
    "program_design": 3,
    "review": 2,
    "program_buildout": 3,
    "internal_qa": 1,
    "launch": 2,
    "completed": 7,
}
_STATE_WEIGHTS = {"active": 70, "paused": 8, "at_risk": 10, "waiting": 12}
_MOST_CUSTOMERS = 1_000_000
_MOST_CONTACTS = 4
_PIECES = 8  # of a slot: one for the customer, four for its contacts, the rest for its onboardings
_PLANS = (("starter", 49_00), ("growth", 290_00), ("enterprise", 1250_00))


@frozen
class Seeded:
    """The number of objects that were created."""

    customers: int
    contacts: int
    onboardings: int


def has_customers(store: Store) -> bool:
    """Return whether the store contains customers, including deleted ones."""
    return bool(store.execute("SELECT 1 FROM customers LIMIT 1"))


def seed_store(store: Store, catalog: Catalog, *, customers: int, seed: int) -> Seeded:
    """Fill an empty store. Raises ValueError if it contains customers or the number is negative."""
    whole_of("seed", seed)
    if not 0 <= whole_of("customers", customers) <= _MOST_CUSTOMERS:
        raise ValueError(f"Can't create {shown(customers)} customers; pass a number from 0 to {_MOST_CUSTOMERS:,}.")
    with store.transaction():
        if has_customers(store):
            raise ValueError("The workspace already contains customers; reset it before seeding.")
        maker = _Maker(catalog, seed, customers)
        made = maker.everything(customers)
        for name, records in made.items():
            table = catalog.kinds[name].table
            store.insert(table, [record.entry for record in records])
            newest = max((record.entry.created_at for record in records), default=0)
            store.next_value(f"{table.name}.created_at", newest)
        store.next_value("display_id", maker.display_id)
    return Seeded(*(len(made.get(name, ())) for name in _KINDS))


def find_stale_seeds(catalog: Catalog) -> list[str]:
    """Return a sentence for each kind and property of the made-up data that the contract lacks."""
    maker = _Maker(catalog, 1, 1)
    maker.everything(1)
    return [
        f"pivotal/sandbox/_seeding/seed.py makes {name}, which the contract no longer has; change what it makes."
        for name in sorted(maker.unknown)
    ]


@frozen
class _Made:
    """A record: its row, and its values, those that the contract lacks included."""

    entry: Entry
    values: Values


class _Maker:
    """Makes rows. Each customer has a slot of time for itself and its objects, so that no two times tie."""

    def __init__(self, catalog: Catalog, seed: int, customers: int) -> None:
        self._catalog = catalog
        self._seed = seed
        self._random = random.Random(seed)  # noqa: S311 - repeatable data, not secrecy
        self._slot = (_END - _BEGIN) // max(1, customers)
        self._names: set[str] = set()
        self.display_id = 0
        self.unknown: set[str] = set()

    def everything(self, customers: int) -> dict[str, list[_Made]]:
        """Return the records of each kind that the contract has."""
        owners = list(self._customers(customers))
        made = dict(zip(_KINDS, (owners, list(self._contacts(owners)), list(self._onboardings(owners))), strict=True))
        self.unknown |= made.keys() - self._catalog.kinds.keys()
        return {name: records for name, records in made.items() if name in self._catalog.kinds}

    def _customers(self, count: int) -> Iterator[_Made]:
        for slot in range(count):
            yield self._make("customer", self._customer(self._free_name()), slot, 0)

    def _contacts(self, customers: list[_Made]) -> Iterator[_Made]:
        for slot, customer in enumerate(customers):
            people = self._random.sample(_PEOPLE, self._random.randint(1, _MOST_CONTACTS))
            for position, (first, last) in enumerate(people):
                values = {**self._contact(customer, first, last), "is_primary": position == 0}
                yield self._make("contact", values, slot, 1 + position)

    def _onboardings(self, customers: list[_Made]) -> Iterator[_Made]:
        for slot, customer in enumerate(customers):
            count = 1 if customer.values["status"] == "onboarding" else self._random.choice((0, 1, 1, 2))
            for position in range(count):
                values, resting = self._onboarding(customer)
                place = 1 + _MOST_CONTACTS + position
                yield self._make("onboarding", values, slot, place, {"resting_state": resting})

    def _make(self, name: str, values: Values, slot: int, place: int, private: Values | None = None) -> _Made:
        piece = self._slot // _PIECES
        created_at = _BEGIN + slot * self._slot + place * piece + self._random.randrange(piece)
        self.display_id += 1
        id = cuid("seed", self._seed, self.display_id)
        kind = self._catalog.kinds.get(name)
        doc = values if kind is None else kind.document(values, self.display_id, id, created_at)
        if kind is not None:
            self.unknown |= {f"{name}.{wire}" for wire in values if wire not in kind.fields}
        shape = "" if kind is None else kind.shape
        return _Made(Entry(self.display_id, id, doc, shape, created_at, private or {}), values)

    def _pick(self, weights: Mapping[str, int]) -> str:
        return self._random.choices(list(weights), list(weights.values()))[0]

    def _free_name(self) -> str:
        pick = self._random.choice
        base = name = f"{pick(ADJECTIVES)} {pick(NOUNS)} {pick(KINDS)}"
        number = 1
        while name in self._names:
            number += 1
            name = f"{base} {number}"
        self._names.add(name)
        return name

    def _customer(self, name: str) -> Values:
        plan, price = self._random.choice(_PLANS)
        slug = slug_of(name)
        seats = self._random.randint(1, 20)
        return {
            "name": name,
            "slug": slug,
            "domain": f"{slug}.example",
            "status": self._random.choices(("onboarding", "active"), (1, 3))[0],
            "plan": plan,
            "mrr": price * seats,
            "monthly_orders": seats * self._random.randint(5, 60),
            "hubspot_company_id": str(self._random.randrange(10**8, 10**9)),
            "stripe_customer_id": f"cus_{cuid(self._seed, name)[1:15]}",
        }

    def _contact(self, customer: _Made, first: str, last: str) -> Values:
        return {
            "customer_id": customer.entry.id,
            "name": f"{first} {last}",
            "email": f"{first}.{last}@{customer.values['domain']}".lower(),
            "title": self._random.choice(TITLES),
            "labels": sorted(self._random.sample(LABELS, self._random.randint(0, 2))),
        }

    def _onboarding(self, customer: _Made) -> tuple[Values, str]:
        phase = self._pick(_PHASE_WEIGHTS)
        done = phase == "completed"
        state = "active" if done else self._pick(_STATE_WEIGHTS)
        start = datetime.fromtimestamp(customer.entry.created_at / 1000, UTC) + timedelta(
            days=self._random.randint(1, 9)
        )
        launch = start + timedelta(days=self._random.randint(30, 120))
        values = {
            "customer_id": customer.entry.id,
            "template_id": f"tmpl_{customer.values['plan']}",
            "phase": phase,
            "state": state,
            "waiting_on_customer": state == "waiting",
            "started_at": None if phase == next(iter(_PHASE_WEIGHTS)) else iso(milliseconds(start)),
            "completed_at": iso(milliseconds(launch)) if done else None,
            "target_launch_date": iso(milliseconds(launch)),
            "csm_id": f"user_csm_{self._random.randint(1, 9):03d}",
            "notes": self._random.choice((None, *NOTES)),
        }
        return values, "active" if state == "waiting" else state


_PEOPLE = [(first, last) for first in FIRST_NAMES for last in LAST_NAMES]
