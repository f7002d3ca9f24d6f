"""Receive webhooks in FastAPI or Starlette. Set PIVOTAL_WEBHOOK_SECRET, and run `uvicorn receive_in_fastapi:app`."""

from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Request
from pivotal.models import OnboardingLaunchedEvent
from pivotal.webhooks import Event, SeenInSQLite, Webhooks, WebhookVerificationError
from starlette.routing import Route

webhooks = Webhooks(seen=SeenInSQLite("seen.db"))
# The route of the handlers; in Starlette too. The limit of a body applies while it is received.
app = FastAPI(routes=[Route("/webhooks", webhooks.asgi(), methods=["POST"])])


@webhooks.on("onboarding.launched")
async def launched(event: OnboardingLaunchedEvent) -> None:
    """Handle an event, once."""
    print(f"{event.data.object.name} is launched")


async def verified(request: Request) -> Event:
    """Return the event of a request: a dependency for routes of your own."""
    try:
        return webhooks.unwrap(await request.body(), request.headers)
    except WebhookVerificationError as error:
        raise HTTPException(400, error.reason) from error


@app.post("/events", status_code=204)
async def receive(event: Annotated[Event, Depends(verified)]) -> None:
    """Handle an event in a route; a repeated delivery comes here again."""
    print(event.type)
