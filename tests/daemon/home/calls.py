"""A call of a model, to be varied."""

from datetime import UTC, datetime

from daemon.model import Call

CALL = Call(
    at=datetime(2026, 3, 24, 6, tzinfo=UTC),
    purpose="write",
    section="news",
    host="models.example.org",
    model="acme/large",
    sent=4200,
    received=900,
    fields=("story.title", "story.summary"),
    tokens_in=1400,
    tokens_out=300,
    cost=0.0087,
)
