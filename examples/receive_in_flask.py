"""Receive webhooks in Flask. Set PIVOTAL_WEBHOOK_SECRET, and run `flask --app receive_in_flask run`."""

from flask import Flask, request
from pivotal.models import OnboardingLaunchedEvent
from pivotal.webhooks import SeenInSQLite, Webhooks

webhooks = Webhooks(seen=SeenInSQLite("seen.db"))
app = Flask(__name__)


@webhooks.on("onboarding.launched")
def launched(event: OnboardingLaunchedEvent) -> None:
    """Handle an event, once."""
    print(f"{event.data.object.name} is launched")


@app.post("/webhooks")
def receive() -> tuple[str, int]:
    """Pass the body on as it was received; `request.json` would be too late."""
    outcome = webhooks.handle(request.get_data(), request.headers)
    return outcome.text, outcome.status
