"""Receive webhooks in Django. Set PIVOTAL_WEBHOOK_SECRET, and add `path("webhooks", receive)` to your URLs."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from pivotal.models import OnboardingLaunchedEvent
from pivotal.webhooks import SeenInSQLite, Webhooks

webhooks = Webhooks(seen=SeenInSQLite("seen.db"))


@webhooks.on("onboarding.launched")
def launched(event: OnboardingLaunchedEvent) -> None:
    """Handle an event, once."""
    print(f"{event.data.object.name} is launched")


@csrf_exempt  # the signature shows who sends
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Pass the body on as it was received."""
    outcome = webhooks.handle(request.body, request.headers)
    return HttpResponse(outcome.text, status=outcome.status)
