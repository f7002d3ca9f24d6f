"""Random histories: the sandbox and a plain-Python model of the documented rules agree at every step.

PIVOTAL_MODEL_EXAMPLES and PIVOTAL_MODEL_STEPS make the run longer.
"""

import os
from datetime import UTC, datetime
from typing import Any

from attrs import Factory, define
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule
from pivotal.sandbox import Clock, Sandbox

from .support import Api

NAMES = st.sampled_from(["Acme", "ACME", "Bolt", "Café", "日本", "D d", "Echo-1"])
EMAILS = st.sampled_from(["a@b.co", "A@B.co", "c@d.co", "e@f.co"])
PHASES = st.sampled_from(["before_getting_started", "review", "launch", "completed"])
STATES = st.sampled_from(["active", "paused", "at_risk", "waiting"])
SLUGS = {
    "Acme": "acme",
    "ACME": "acme",
    "Bolt": "bolt",
    "Café": "cafe",
    "日本": None,
    "D d": "d-d",
    "Echo-1": "echo-1",
}


@define
class Thing:
    """One object as the model knows it: what a read must show, and whether reads and lists still do."""

    kind: str
    shown: dict[str, Any]
    deleted: bool = False
    listed: bool = True
    resting: str = "active"


@define
class Model:
    """The documented rules, without a database."""

    things: list[Thing] = Factory(list)
    replays: dict[tuple[str, str], tuple[Any, Any, int]] = Factory(dict)

    def live(self, kind: str) -> list[Thing]:
        return [thing for thing in self.things if thing.kind == kind and not thing.deleted]

    def listed(self, kind: str, **where: Any) -> list[dict[str, Any]]:
        return [
            thing.shown
            for thing in reversed(self.things)
            if thing.kind == kind and thing.listed and thing.shown.items() >= where.items()
        ]

    def taken(self, kind: str, own: Thing | None, **where: Any) -> bool:
        return any(thing.shown.items() >= where.items() for thing in self.live(kind) if thing is not own)

    def delete(self, thing: Thing) -> None:
        thing.deleted, thing.listed = True, False
        for child in self.things:
            if child.shown.get("customer_id") == thing.shown["id"]:
                child.listed = False


class SandboxAgainstModel(RuleBasedStateMachine):
    """Each rule does one thing to both and compares."""

    made = Bundle("made")

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock(frozen_at=datetime(2026, 1, 1, tzinfo=UTC))
        self.sandbox = Sandbox(clock=self.clock, rate_limit=None)
        self.api = Api(self.sandbox)
        self.model = Model()

    def teardown(self) -> None:
        self.sandbox.close()

    def add(self, kind: str, shown: Any, expected: dict[str, Any], resting: str = "active") -> Thing:
        assert shown.items() >= expected.items()
        assert shown["object"] == kind
        assert shown["display_id"] == len(self.model.things) + 1
        thing = Thing(kind, shown, resting=resting)
        self.model.things.append(thing)
        return thing

    def path(self, thing: Thing, by_number: bool) -> str:
        return f"/{thing.kind}s/{thing.shown['display_id' if by_number else 'id']}"

    @rule(
        target=made,
        name=NAMES,
        status=st.sampled_from(["onboarding", "active"]),
        mrr=st.none() | st.integers(0, 9),
    )
    def create_customer(self, name: str, status: str, mrr: int | None) -> Thing | None:
        body = {"name": name, "status": status, "mrr": mrr}
        slug = SLUGS[name]
        if slug is not None and self.model.taken("customer", None, slug=slug):
            self.api.fails(409, "slug_taken", "POST", "/customers", body)
            return None
        return self.add("customer", self.api.post("/customers", **body), {**body, "slug": slug})

    @rule(target=made, customer=made, name=NAMES, email=EMAILS, primary=st.booleans(), by_number=st.booleans())
    def create_contact(
        self, customer: Thing | None, name: str, email: str, primary: bool, by_number: bool
    ) -> Thing | None:
        if customer is None or customer.kind != "customer":
            return None
        path = f"{self.path(customer, by_number)}/contacts"
        body = {"name": name, "email": email, "is_primary": primary}
        where = {"customer_id": customer.shown["id"], "email": email.lower()}
        if customer.deleted:
            self.api.fails(404, "customer_not_found", "POST", path, body)
        elif self.model.taken("contact", None, **where):
            self.api.fails(409, "email_taken", "POST", path, body)
        else:
            return self.add("contact", self.api.post(path, **body), {**body, **where, "title": None, "labels": []})
        return None

    @rule(target=made, customer=made, phase=PHASES, state=STATES, by_number=st.booleans())
    def create_onboarding(self, customer: Thing | None, phase: str, state: str, by_number: bool) -> Thing | None:
        if customer is None or customer.kind != "customer":
            return None
        number = str(customer.shown["display_id" if by_number else "id"])
        body = {"customer_id": number, "phase": phase, "state": state}
        if customer.deleted:
            self.api.fails(404, "customer_not_found", "POST", "/onboardings", body)
            return None
        expected = {
            "customer_id": customer.shown["id"],
            "phase": phase,
            "state": state,
            "waiting_on_customer": state == "waiting",
        }
        resting = "active" if state == "waiting" else state
        return self.add("onboarding", self.api.post("/onboardings", **body), expected, resting)

    @rule(target=made, name=NAMES, key=st.sampled_from(["k1", "k2"]))
    def create_once(self, name: str, key: str) -> Thing | None:
        body, now = {"name": name}, self.clock.now()
        stored = self.model.replays.get(("customer", key))
        if stored is not None and now - stored[2] < 24 * 3600 * 1000:
            if stored[0] == body:
                assert self.api.call("POST", "/customers", body, Idempotency_Key=key).body == stored[1]
            else:
                self.api.fails(409, "idempotency_key_reused", "POST", "/customers", body, Idempotency_Key=key)
            return None
        if SLUGS[name] is not None and self.model.taken("customer", None, slug=SLUGS[name]):
            self.api.fails(409, "slug_taken", "POST", "/customers", body, Idempotency_Key=key)
            return None
        response = self.api.call("POST", "/customers", body, Idempotency_Key=key)
        self.model.replays["customer", key] = (body, response.body, now)
        return self.add("customer", response.json(), body)

    @rule(customer=made, slug=st.sampled_from(["acme", "bolt", None]), plan=st.none() | st.just("growth"))
    def update_customer(self, customer: Thing | None, slug: str | None, plan: str | None) -> None:
        if customer is None or customer.kind != "customer":
            return
        path, body = self.path(customer, by_number=True), {"slug": slug, "plan": plan}
        if customer.deleted:
            self.api.fails(404, "customer_not_found", "PATCH", path, body)
        elif slug is not None and self.model.taken("customer", customer, slug=slug):
            self.api.fails(409, "slug_taken", "PATCH", path, body)
        else:
            self.expect_change(customer, path, body)

    @rule(contact=made, email=EMAILS)
    def update_contact(self, contact: Thing | None, email: str) -> None:
        if contact is None or contact.kind != "contact":
            return
        path, where = self.path(contact, by_number=False), {"email": email.lower()}
        if contact.deleted:
            self.api.fails(404, "contact_not_found", "PATCH", path, {"email": email})
        elif self.model.taken("contact", contact, customer_id=contact.shown["customer_id"], **where):
            self.api.fails(409, "email_taken", "PATCH", path, {"email": email})
        else:
            self.expect_change(contact, path, {"email": email}, where)

    @rule(onboarding=made, phase=st.none() | PHASES, state=st.none() | STATES, waiting=st.none() | st.booleans())
    def update_onboarding(
        self, onboarding: Thing | None, phase: str | None, state: str | None, waiting: bool | None
    ) -> None:
        if onboarding is None or onboarding.kind != "onboarding":
            return
        path = self.path(onboarding, by_number=False)
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

    @rule(thing=made, by_number=st.booleans())
    def delete(self, thing: Thing | None, by_number: bool) -> None:
        if thing is None:
            return
        answer = self.api.delete(self.path(thing, by_number))
        assert (answer["id"], answer["deleted"]) == (thing.shown["id"], True)
        self.model.delete(thing)

    @rule(seconds=st.sampled_from([0.001, 60, 24 * 3600]))
    def wait(self, seconds: float) -> None:
        self.clock.advance(seconds)

    @rule()
    def restore_a_snapshot_of_now(self) -> None:
        saved = self.sandbox.snapshot()
        self.api.post("/customers", name="Passing by")
        self.sandbox.restore(saved)

    @rule(thing=made, by_number=st.booleans())
    def read(self, thing: Thing | None, by_number: bool) -> None:
        if thing is None:
            return
        path = self.path(thing, by_number)
        if thing.deleted:
            self.api.fails(404, f"{thing.kind}_not_found", "GET", path)
        else:
            assert self.api.get(path) == thing.shown

    @rule(customer=made, limit=st.integers(1, 4))
    def list_of_a_customer(self, customer: Thing | None, limit: int) -> None:
        if customer is None or customer.kind != "customer":
            return
        for kind in ("contact", "onboarding"):
            path = f"{self.path(customer, by_number=False)}/{kind}s"
            if customer.deleted:
                self.api.fails(404, "customer_not_found", "GET", path)
            else:
                expected = self.model.listed(kind, customer_id=customer.shown["id"])
                assert self.api.walk(path, limit) == expected

    @rule(state=STATES, phase=PHASES, limit=st.integers(1, 4))
    def list_filtered(self, state: str, phase: str, limit: int) -> None:
        for where in ({"state": state}, {"phase": phase}, {"state": state, "phase": phase}):
            query = "&".join(f"{name}={value}" for name, value in where.items())
            assert self.api.walk(f"/onboardings?{query}", limit) == self.model.listed("onboarding", **where)
        assert self.api.walk("/customers?status=active", limit) == self.model.listed("customer", status="active")

    @invariant()
    def lists_agree(self) -> None:
        assert self.api.walk("/customers") == self.model.listed("customer")
        assert self.api.walk("/onboardings") == self.model.listed("onboarding")


TestSandboxAgainstModel = SandboxAgainstModel.TestCase
TestSandboxAgainstModel.settings = settings(
    max_examples=int(os.environ.get("PIVOTAL_MODEL_EXAMPLES", "50")),
    stateful_step_count=int(os.environ.get("PIVOTAL_MODEL_STEPS", "30")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
