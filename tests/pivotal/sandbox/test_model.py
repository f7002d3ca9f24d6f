"""Random histories: the sandbox and a plain-Python model of the documented rules agree at every step.

PIVOTAL_MODEL_EXAMPLES and PIVOTAL_MODEL_STEPS make the run longer.
"""

import os
from datetime import UTC, datetime
from typing import Any, ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, MultipleResults, RuleBasedStateMachine, initialize, invariant, multiple, rule
from pivotal._moments import iso
from pivotal.sandbox import Clock, Sandbox

from tests.pivotal.sandbox import contract
from tests.pivotal.sandbox.model import SLUGS, Model, Thing
from tests.pivotal.sandbox.support import Api

NAMES = st.sampled_from(["Acme", "ACME", "Bolt", "Café", "日本", "D d", "Echo-1"])
EMAILS = st.sampled_from(["a@b.co", "A@B.co", "c@d.co", "e@f.co"])
PHASES = st.sampled_from(["before_getting_started", "review", "launch", "completed"])
STATES = st.sampled_from(["active", "paused", "at_risk", "waiting"])
STATUSES = st.sampled_from(["onboarding", "active"])
TEXTS = st.sampled_from(["growth", "", "日本 \x00 ' %"])
FREE_TEXTS = ("template_id", "csm_id", "se_id", "designer_id", "product_ops_id", "notes")
LIMITS = st.integers(1, 4)
ID = st.booleans()

Made = Thing | MultipleResults[Thing]


class SandboxAgainstModel(RuleBasedStateMachine):
    """Each rule does the same to both and compares."""

    created = Bundle("created")
    customers = Bundle("customers")
    contacts = Bundle("contacts")
    onboardings = Bundle("onboardings")
    called: ClassVar[set[str | None]] = set()

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock(frozen_at=datetime(2026, 1, 1, tzinfo=UTC))
        self.sandbox = Sandbox(clock=self.clock, rate_limit=None)
        self.api = Api(self.sandbox)
        self.model = Model()
        self.me = self.api.get("/me")

    def teardown(self) -> None:
        self.called.update(request.operation for request in self.sandbox.requests)
        self.sandbox.close()

    def add(self, kind: str, shown: Any, expected: dict[str, Any], resting: str = "active") -> Thing:
        assert shown.items() >= expected.items()
        assert shown["object"] == kind
        assert shown["display_id"] == len(self.model.things) + 1
        thing = Thing(kind, shown, resting=resting)
        self.model.things.append(thing)
        self.expect_shown(thing)
        return thing

    def expect_shown(self, thing: Thing) -> None:
        for by_number in (True, False):
            assert self.api.get(self.path(thing, by_number)) == thing.shown

    def expect_gone(self, thing: Thing) -> None:
        for by_number in (True, False):
            self.api.fails(404, f"{thing.kind}_not_found", "GET", self.path(thing, by_number))

    def path(self, thing: Thing, by_number: bool) -> str:
        return f"/{thing.kind}s/{thing.shown['display_id' if by_number else 'id']}"

    def customer_named(self, name: str) -> Thing:
        return self.add("customer", self.api.post("/customers", name=name), {"name": name, "slug": name})

    @initialize(targets=(created, customers))
    def begin_with_a_customer(self) -> Thing:
        return self.customer_named("first")

    @initialize(targets=(created, contacts))
    def begin_with_a_contact(self) -> Thing:
        customer = self.customer_named("second")
        return self.add("contact", self.api.contact(customer.shown), {"customer_id": customer.shown["id"]})

    @initialize(targets=(created, onboardings))
    def begin_with_an_onboarding(self) -> Thing:
        customer = self.customer_named("third")
        return self.add("onboarding", self.api.onboarding(customer.shown), {"customer_id": customer.shown["id"]})

    @rule(
        targets=(created, customers),
        name=NAMES,
        slug=st.just({}) | st.fixed_dictionaries({"slug": st.sampled_from(["acme", "own", None])}),
        status=STATUSES,
        mrr=st.none() | st.integers(0, 9),
    )
    def create_customer(self, name: str, slug: Any, status: str, mrr: int | None) -> Made:
        body = {"name": name, "status": status, "mrr": mrr, **slug}
        expected = {"slug": SLUGS[name], **body}
        if expected["slug"] is not None and self.model.taken("customer", None, slug=expected["slug"]):
            self.api.fails(409, "slug_taken", "POST", "/customers", body)
            return multiple()
        return self.add("customer", self.api.post("/customers", **body), expected)

    @rule(
        targets=(created, contacts), customer=customers, name=NAMES, email=EMAILS, primary=st.booleans(), by_number=ID
    )
    def create_contact(self, customer: Thing, name: str, email: str, primary: bool, by_number: bool) -> Made:
        path = f"{self.path(customer, by_number)}/contacts"
        body = {"name": name, "email": email, "is_primary": primary}
        where = {"customer_id": customer.shown["id"], "email": email.lower()}
        if customer.deleted:
            self.api.fails(404, "customer_not_found", "POST", path, body)
        elif self.model.taken("contact", None, **where):
            self.api.fails(409, "email_taken", "POST", path, body)
        else:
            return self.add("contact", self.api.post(path, **body), {**body, **where, "title": None, "labels": []})
        return multiple()

    @rule(targets=(created, onboardings), customer=customers, phase=PHASES, state=STATES, by_number=ID)
    def create_onboarding(self, customer: Thing, phase: str, state: str, by_number: bool) -> Made:
        number = str(customer.shown["display_id" if by_number else "id"])
        body = {"customer_id": number, "phase": phase, "state": state}
        if customer.deleted:
            self.api.fails(404, "customer_not_found", "POST", "/onboardings", body)
            return multiple()
        expected = {
            "customer_id": customer.shown["id"],
            "phase": phase,
            "state": state,
            "waiting_on_customer": state == "waiting",
        }
        resting = "active" if state == "waiting" else state
        created = self.add("onboarding", self.api.post("/onboardings", **body), expected, resting)
        self.expect_list("onboarding", 100, {"customer_id": number}, {"customer_id": customer.shown["id"]})
        return created

    @rule(targets=(created, customers), name=NAMES, key=st.sampled_from(["k1", "k2"]))
    def create_once(self, name: str, key: str) -> Made:
        body, now = {"name": name}, self.clock.now()
        stored = self.model.replays.get(("customer", key))
        if stored is not None and now - stored[2] < 24 * 3600 * 1000:
            if stored[0] == body:
                assert self.api.call("POST", "/customers", body, Idempotency_Key=key).body == stored[1]
            else:
                self.api.fails(409, "idempotency_key_reused", "POST", "/customers", body, Idempotency_Key=key)
            return multiple()
        if SLUGS[name] is not None and self.model.taken("customer", None, slug=SLUGS[name]):
            self.api.fails(409, "slug_taken", "POST", "/customers", body, Idempotency_Key=key)
            return multiple()
        response = self.api.call("POST", "/customers", body, Idempotency_Key=key)
        self.model.replays["customer", key] = (body, response.body, now)
        return self.add("customer", response.json(), body)

    @rule(customer=customers, slug=st.sampled_from(["acme", "bolt", None]), plan=st.none() | TEXTS, by_number=ID)
    def update_customer(self, customer: Thing, slug: str | None, plan: str | None, by_number: bool) -> None:
        path, body = self.path(customer, by_number), {"slug": slug, "plan": plan}
        if customer.deleted:
            self.api.fails(404, "customer_not_found", "PATCH", path, body)
        elif slug is not None and self.model.taken("customer", customer, slug=slug):
            self.api.fails(409, "slug_taken", "PATCH", path, body)
        else:
            self.expect_change(customer, path, body)

    @rule(contact=contacts, email=EMAILS, title=st.none() | TEXTS, labels=st.lists(TEXTS, max_size=2), by_number=ID)
    def update_contact(self, contact: Thing, email: str, title: str | None, labels: list[str], by_number: bool) -> None:
        path, body = self.path(contact, by_number), {"email": email, "title": title, "labels": labels}
        where = {"email": email.lower()}
        if contact.deleted:
            self.api.fails(404, "contact_not_found", "PATCH", path, body)
        elif self.model.taken("contact", contact, customer_id=contact.shown["customer_id"], **where):
            self.api.fails(409, "email_taken", "PATCH", path, body)
        else:
            self.expect_change(contact, path, body, {**body, **where})

    @rule(
        onboarding=onboardings,
        phase=st.none() | PHASES,
        state=st.none() | STATES,
        waiting=st.none() | st.booleans(),
        by_number=ID,
    )
    def update_onboarding(
        self, onboarding: Thing, phase: str | None, state: str | None, waiting: bool | None, by_number: bool
    ) -> None:
        path = self.path(onboarding, by_number)
        fields = {"phase": phase, "state": state, "waiting_on_customer": waiting}
        body = {name: value for name, value in fields.items() if value is not None}
        if onboarding.deleted:
            self.api.fails(404, "onboarding_not_found", "PATCH", path, body)
            return
        if state not in (None, "waiting"):
            onboarding.resting = state or ""
        waits = onboarding.shown["waiting_on_customer"] if state is None else state == "waiting"
        waits = waits if waiting is None else waiting
        derived: dict[str, Any] = {
            "waiting_on_customer": waits,
            "state": "waiting" if waits else onboarding.resting,
        }
        self.expect_change(onboarding, path, body, {**body, **derived}, ("started_at", "completed_at"))

    def expect_change(
        self, thing: Thing, path: str, body: Any, expected: Any = None, derived: tuple[str, ...] = ()
    ) -> None:
        changed = self.api.patch(path, **body)
        free = {name: changed[name] for name in ("updated_at", *derived)}
        assert changed == {**thing.shown, **(body if expected is None else expected), **free}
        thing.shown = changed
        self.expect_shown(thing)

    @rule(
        onboarding=onboardings, texts=st.fixed_dictionaries({}, optional=dict.fromkeys(FREE_TEXTS, st.none() | TEXTS))
    )
    def annotate_onboarding(self, onboarding: Thing, texts: dict[str, str | None]) -> None:
        if not onboarding.deleted:
            self.expect_change(onboarding, self.path(onboarding, by_number=True), texts)

    @rule(customer=customers, by_number=ID)
    def delete_customer(self, customer: Thing, by_number: bool) -> None:
        self.expect_deletion(customer, by_number)

    @rule(contact=contacts, by_number=ID)
    def delete_contact(self, contact: Thing, by_number: bool) -> None:
        self.expect_deletion(contact, by_number)

    @rule(onboarding=onboardings, by_number=ID)
    def delete_onboarding(self, onboarding: Thing, by_number: bool) -> None:
        self.expect_deletion(onboarding, by_number)

    def expect_deletion(self, thing: Thing, by_number: bool) -> None:
        answer = self.api.delete(self.path(thing, by_number))
        ids = {name: thing.shown[name] for name in ("id", "display_id")}
        assert answer == {"object": "deleted", "deleted": True, **ids}
        self.model.delete(thing)
        self.expect_gone(thing)

    @rule(seconds=st.sampled_from([0.001, 60, 24 * 3600]))
    def wait(self, seconds: float) -> None:
        self.clock.advance(seconds)
        assert self.api.get("/me") == self.me
        assert self.api.get("/health") == {"status": "ok", "timestamp": iso(self.clock.now())}

    @rule()
    def restore_a_snapshot_of_now(self) -> None:
        saved = self.sandbox.snapshot()
        self.api.post("/customers", name="Passing by")
        self.sandbox.restore(saved)

    @rule(thing=created)
    def read(self, thing: Thing) -> None:
        if thing.deleted:
            self.expect_gone(thing)
        else:
            self.expect_shown(thing)

    @rule(customer=customers, limit=LIMITS, by_number=ID)
    def list_of_a_customer(self, customer: Thing, limit: int, by_number: bool) -> None:
        for kind in ("contact", "onboarding"):
            path = f"{self.path(customer, by_number)}/{kind}s"
            if customer.deleted:
                self.api.fails(404, "customer_not_found", "GET", path)
            else:
                expected = self.model.listed(kind, customer_id=customer.shown["id"])
                assert self.api.walk(path, limit) == expected

    @rule(state=STATES, phase=PHASES, limit=LIMITS)
    def list_filtered(self, state: str, phase: str, limit: int) -> None:
        for where in ({"state": state}, {"phase": phase}, {"state": state, "phase": phase}):
            self.expect_list("onboarding", limit, where)

    @rule(customer=customers, state=STATES, limit=LIMITS, by_number=ID)
    def list_filtered_by_customer(self, customer: Thing, state: str, limit: int, by_number: bool) -> None:
        sent = {"customer_id": customer.shown["display_id" if by_number else "id"], "state": state}
        self.expect_list("onboarding", limit, sent, {**sent, "customer_id": customer.shown["id"]})

    @rule(slug=st.sampled_from(["acme", "bolt", "own", "nobody"]), status=STATUSES, limit=LIMITS)
    def list_customers_filtered(self, slug: str, status: str, limit: int) -> None:
        for where in ({"slug": slug}, {"status": status}, {"slug": slug, "status": status}):
            self.expect_list("customer", limit, where)

    def expect_list(self, kind: str, limit: int, sent: dict[str, Any], where: dict[str, Any] | None = None) -> None:
        query = "&".join(f"{name}={value}" for name, value in sent.items())
        assert self.api.walk(f"/{kind}s?{query}", limit) == self.model.listed(kind, **(where or sent))

    @rule(thing=created, kind=st.sampled_from(["customer", "onboarding"]), limit=LIMITS)
    def page_after_any_cursor(self, thing: Thing, kind: str, limit: int) -> None:
        cursor = thing.shown["created_at"]
        self.expect_page(f"/{kind}s?limit={limit}&cursor={cursor}", limit, self.model.older(kind, cursor))

    def expect_page(self, path: str, limit: int, rows: list[dict[str, Any]]) -> None:
        """Expect a page with at most `limit` rows, and has_more only if there are more."""
        more = len(rows) > limit
        cursor = rows[limit - 1]["created_at"] if more else None
        assert self.api.get(path) == {"object": "list", "data": rows[:limit], "has_more": more, "next_cursor": cursor}

    @invariant()
    def lists_agree(self) -> None:
        for kind in ("customer", "onboarding"):
            rows = self.model.listed(kind)
            assert self.api.walk(f"/{kind}s") == rows
            for limit in {max(1, len(rows) - 1), max(1, len(rows))}:
                self.expect_page(f"/{kind}s?limit={limit}", limit, rows)


# The model is written by hand, and so is what it knows.
MODELED = {
    "get-me", "get-health", "list-customers", "create-customer", "get-customer", "update-customer", "delete-customer",
    "list-customer-contacts", "create-customer-contact", "get-contact", "update-contact", "delete-contact",
    "list-onboardings", "create-onboarding", "list-customer-onboardings", "get-onboarding", "update-onboarding",
    "delete-onboarding",
}  # fmt: skip


class TestSandboxAgainstModel(SandboxAgainstModel.TestCase):
    """Runs the histories, and checks that they called all operations that the model has."""

    settings = settings(
        max_examples=int(os.environ.get("PIVOTAL_MODEL_EXAMPLES", "50")),
        stateful_step_count=int(os.environ.get("PIVOTAL_MODEL_STEPS", "30")),
        derandomize="PIVOTAL_MODEL_EXAMPLES" not in os.environ,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )

    def runTest(self) -> None:
        super().runTest()
        assert SandboxAgainstModel.called >= MODELED & {operation_id for operation_id, _, _ in contract.operations()}
