"""Realistic data of any size, made from a seed number."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from attrs import frozen

from pivotal.sandbox._api.customers import slug_of
from pivotal.sandbox._api.objects import document
from pivotal.sandbox._api.resources import CONTACT, CUSTOMER, ONBOARDING, PHASES, STATES, Resource
from pivotal.sandbox._http_messages import Values
from pivotal.sandbox._seeding.words import ADJECTIVES, FIRST_NAMES, KINDS, LABELS, LAST_NAMES, NOTES, NOUNS, TITLES
from pivotal.sandbox._state.clock import iso, milliseconds
from pivotal.sandbox._state.ids import cuid
from pivotal.sandbox._state.store import Entry, Store

_BEGIN = milliseconds(datetime(2024, 1, 1, tzinfo=UTC))
_END = milliseconds(datetime(2026, 1, 1, tzinfo=UTC))
_PHASE_WEIGHTS = (2, 3, 2, 3, 1, 2, 7)
_STATE_WEIGHTS = (70, 8, 10, 12)
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


def seed_store(store: Store, *, customers: int, seed: int) -> Seeded:
    """Fill an empty store. Raises ValueError if it contains customers or the number is negative."""
    if customers < 0:
        raise ValueError(f"Can't create {customers} customers; pass 0 or a positive number.")
    with store.transaction():
        if has_customers(store):
            raise ValueError("The workspace already contains customers; reset it before seeding.")
        maker = _Maker(seed, customers)
        owners = list(maker.customers(customers))
        contacts, onboardings = list(maker.contacts(owners)), list(maker.onboardings(owners))
        for resource, entries in ((CUSTOMER, owners), (CONTACT, contacts), (ONBOARDING, onboardings)):
            store.insert(resource.table, entries)
            newest = max((entry.created_at for entry in entries), default=0)
            store.next_value(f"{resource.table.name}.created_at", newest)
        store.next_value("display_id", maker.display_id)
    return Seeded(len(owners), len(contacts), len(onboardings))


class _Maker:
    """Makes rows. Each customer has a slot of time for itself and its objects, so that no two times tie."""

    def __init__(self, seed: int, customers: int) -> None:
        self._seed = seed
        self._random = random.Random(seed)  # noqa: S311 - repeatable data, not secrecy
        self._slot = (_END - _BEGIN) // max(1, customers)
        self._names: set[str] = set()
        self.display_id = 0

    def customers(self, count: int) -> Iterator[Entry]:
        for slot in range(count):
            yield self._entry(CUSTOMER, self._customer(self._free_name()), slot, 0)

    def contacts(self, customers: list[Entry]) -> Iterator[Entry]:
        for slot, customer in enumerate(customers):
            people = self._random.sample(_PEOPLE, self._random.randint(1, _MOST_CONTACTS))
            for position, (first, last) in enumerate(people):
                values = {**self._contact(customer, first, last), "is_primary": position == 0}
                yield self._entry(CONTACT, values, slot, 1 + position)

    def onboardings(self, customers: list[Entry]) -> Iterator[Entry]:
        for slot, customer in enumerate(customers):
            count = 1 if customer.doc["status"] == "onboarding" else self._random.choice((0, 1, 1, 2))
            for position in range(count):
                values, resting = self._onboarding(customer)
                place = 1 + _MOST_CONTACTS + position
                yield self._entry(ONBOARDING, values, slot, place, {"resting_state": resting})

    def _entry(self, resource: Resource, values: Values, slot: int, place: int, private: Values | None = None) -> Entry:
        piece = self._slot // _PIECES
        created_at = _BEGIN + slot * self._slot + place * piece + self._random.randrange(piece)
        self.display_id += 1
        identity = cuid("seed", self._seed, self.display_id)
        doc = document(resource, values, self.display_id, identity, created_at)
        return Entry(doc, created_at, private or {})

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

    def _contact(self, customer: Entry, first: str, last: str) -> Values:
        return {
            "customer_id": customer.doc["id"],
            "name": f"{first} {last}",
            "email": f"{first}.{last}@{customer.doc['domain']}".lower(),
            "title": self._random.choice(TITLES),
            "labels": sorted(self._random.sample(LABELS, self._random.randint(0, 2))),
        }

    def _onboarding(self, customer: Entry) -> tuple[Values, str]:
        phase = self._random.choices(PHASES, _PHASE_WEIGHTS)[0]
        done = phase == PHASES[-1]
        state = "active" if done else self._random.choices(STATES, _STATE_WEIGHTS)[0]
        start = datetime.fromtimestamp(customer.created_at / 1000, UTC) + timedelta(days=self._random.randint(1, 9))
        launch = start + timedelta(days=self._random.randint(30, 120))
        values = {
            "customer_id": customer.doc["id"],
            "template_id": f"tmpl_{customer.doc['plan']}",
            "phase": phase,
            "state": state,
            "waiting_on_customer": state == "waiting",
            "started_at": None if phase == PHASES[0] else iso(milliseconds(start)),
            "completed_at": iso(milliseconds(launch)) if done else None,
            "target_launch_date": iso(milliseconds(launch)),
            "csm_id": f"user_csm_{self._random.randint(1, 9):03d}",
            "notes": self._random.choice((None, *NOTES)),
        }
        return values, "active" if state == "waiting" else state


_PEOPLE = [(first, last) for first in FIRST_NAMES for last in LAST_NAMES]
