# pyright: strict, reportUnusedExpression=false, reportUnusedCoroutine=false
# ruff: noqa: B018
"""A user's mistakes on PivotalApi. Each marked line, and no other, must be refused by both; nothing runs it."""

import urllib.request
from typing import Literal

from pivotal import ApiKey, AsyncPivotalApi, Hooks, PivotalApi, RetryPolicy, ids, models, stable_key
from pivotal.models import ContactCreatedEvent, OnboardingLaunchedEvent
from pivotal.webhooks import Event, SeenInMemory, Webhooks

pivotal = PivotalApi()
later = AsyncPivotalApi()
contact = pivotal.contacts.get(1)

PivotalApi("k")  # wrong: by name only
PivotalApi(api_key=b"k")  # wrong: bytes
PivotalApi(token="k")  # wrong: the argument is api_key
PivotalApi(http_client=urllib.request.build_opener())  # wrong: of another library
PivotalApi(max_response_bytes="5")  # wrong: a string for a number
PivotalApi(require_mode="prod")  # wrong: no such mode
PivotalApi(timeout="5")  # wrong: a string for seconds
PivotalApi(retries=3)  # wrong: pass the number as max_retries
PivotalApi(hooks=Hooks())  # wrong: not in a list
PivotalApi(hooks=[print])  # wrong: a function is not a hook
ApiKey(5)  # wrong: a number
RetryPolicy(max_retry=3)  # wrong: no such argument
RetryPolicy().max_retries = 5  # wrong: a policy does not change

pivotal.customer.list()  # wrong: no such resource
pivotal.customers.retrieve(1)  # wrong: the method is get
pivotal.customers.get(contact)  # wrong: a model of another kind
pivotal.customers.create(email="a@b.example")  # wrong: no such field
pivotal.customers.list(limit=5)  # wrong: the argument is page_size
pivotal.customers.get(1, timeout=5)  # wrong: pass it in options
pivotal.customers.get(1, options={"retries": 5})  # wrong: no such option
pivotal.with_options(timeuot=5)  # wrong: no such option
pivotal.with_options(max_retries="5")  # wrong: a string for a number
pivotal.request("GET")  # wrong: the path is missing
pivotal.request("GET", "/x", params={})  # wrong: the argument is query
pivotal.mode = "live"  # wrong: the key decides
pivotal.rate_limit.remaining  # wrong: may be None
pivotal.customers.list().first().name  # wrong: may be None
models.Custommer  # wrong: no such model
[row async for row in pivotal.customers.list()]  # wrong: not async
list(later.customers.list())  # wrong: async
later.customers.get(1).name  # wrong: not awaited
stable_key()  # wrong: the first argument is missing
stable_key("a", 1.5)  # wrong: a float has no stable form
ids.id_kind(1.5)  # wrong: a float is not an id
ids.same_record("a", 1)  # wrong: a string is not a record

webhooks = Webhooks(seen=SeenInMemory())
Webhooks(seen="seen.db")  # wrong: a path is not a store
Webhooks(None, None, 300, SeenInMemory())  # wrong: by name only
webhooks.unwrap("{}", {})  # wrong: a string for bytes
webhooks.handle(b"{}", {}).status = 200  # wrong: an outcome does not change
webhooks.handle(b"{}", {}).event.id  # wrong: may be None
repeated: Literal["repeated"] = webhooks.handle(b"{}", {}).result  # wrong: no such result
webhooks.on("onboarding.lunched")  # wrong: no such type
webhooks.on(OnboardingLaunchedEvent)  # wrong: the type is a string
webhooks.on("contact.created", "customer.created")  # wrong: one type


def launched(event: OnboardingLaunchedEvent) -> None:
    event.data.object.phase.upper()  # wrong: may be UNSET or None
    event.data.object.color  # wrong: no such field
    event.data.object.email  # wrong: of another kind of record


def created(event: ContactCreatedEvent) -> None: ...


def narrow(event: Event) -> None:
    event.data.object  # wrong: the type of the event is not known


webhooks.on("onboarding.launched")(created)  # wrong: the handler takes another event
webhooks.on("onboarding.launched")(launched)()  # wrong: the event is missing
webhooks.on_other(launched)  # wrong: it gets any event
webhooks.on("contact.created")(lambda event: event.data.object.phase)  # wrong: no such field
