# pyright: strict, reportUnusedExpression=false
# ruff: noqa: B018
"""A user's mistakes. Each marked line, and no other, must be refused by both type checkers; nothing runs it."""

from pivotal_api import AsyncClient, Client, models

client = Client(token="t")
later = AsyncClient(token="t")
customer = client.customers.get(1)
onboarding = client.onboardings.get(1)

Client()  # wrong: the token is missing
Client("t")  # wrong: by name only
Client(token=b"t")  # wrong: bytes
Client(token="t", timeout="5")  # wrong: a string for seconds
Client(token="t", base="https://my.pivotal.app")  # wrong: no such argument

client.customers.get()  # wrong: the id is missing
client.customers.get(1.5)  # wrong: a float is not an id
client.customers.get(None)  # wrong: None is not an id
client.customers.get(onboarding)  # wrong: a model of another kind
client.contacts.get(customer)  # wrong: a model of another kind
client.customers.fetch(1)  # wrong: no such method
client.customer.get(1)  # wrong: no such resource
client.customers.create()  # wrong: the name is missing
client.customers.create(name=None)  # wrong: the name can't be null
client.customers.create(name="A", mrr="12")  # wrong: a string for a number
client.customers.create(name="A", color="red")  # wrong: no such field
client.customers.create("A")  # wrong: by name only
client.customers.update(1, name=None)  # wrong: the name can't be null
client.contacts.create(1, name="A")  # wrong: the e-mail address is missing
client.contacts.update(1, labels=[1])  # wrong: labels are strings
client.contacts.update(1, is_primary="yes")  # wrong: a string for a bool
client.onboardings.create()  # wrong: the customer is missing
client.onboardings.create(customer_id=onboarding)  # wrong: a model of another kind
client.onboardings.update(1, phase="lunch")  # wrong: no such phase
client.onboardings.list(state="launch")  # wrong: a phase is not a state
client.onboardings.list(state=models.Phase.LAUNCH)  # wrong: a phase is not a state
client.customers.list(page_size="5")  # wrong: a string for a number
client.customers.list(limit=5)  # wrong: the argument is page_size
client.customers.get(1, options={"timeuot": 5})  # wrong: no such option
client.customers.get(1, options={"timeout": "5"})  # wrong: a string for seconds

onboarding.waiting_on_customer + 1  # wrong: may be UNSET
customer.plan.upper()  # wrong: may be None
customer.mrr / 100  # wrong: may be None
customer.name = "B"  # wrong: a model does not change
customer.color  # wrong: no such field
models.Phase.LUNCH  # wrong: no such member
models.Custommer  # wrong: no such model
models.Health(status="ok")  # wrong: a field is missing
models.Health(status="bad", timestamp="now")  # wrong: not the constant
client.customers.list().first().name  # wrong: may be None
later.customers.get(1).name  # wrong: not awaited
list(later.customers.list())  # wrong: async for
