"""The event log: one line for each act, never changed, each carrying the hash of the one before."""

from __future__ import annotations

from django.db import models


class Event(models.Model):
    """Who, for which organisation, did what to which thing, when, from which state to which, by which rules, and why.

    The database refuses update and delete by triggers. People and organisations are held by id only:
    nothing personal is in the log, so that it can be kept when a person's details must go.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    verb = models.CharField(max_length=80)
    person_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    case_number = models.CharField(max_length=20, blank=True)
    thing = models.CharField(max_length=80)
    from_state = models.CharField(max_length=40, blank=True)
    to_state = models.CharField(max_length=40, blank=True)
    rule_set = models.CharField(max_length=80, blank=True)
    reasons = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["case_number", "id"]),
            models.Index(fields=["thing", "id"]),
            models.Index(fields=["person_id", "case_number"]),
            models.Index(fields=["verb", "id"]),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.verb} {self.thing}"


class ChainHead(models.Model):
    """The end of the chain: one row, locked by whoever writes the next event, so that the chain cannot fork."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    length = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_chain")]

    def __str__(self) -> str:
        return f"{self.length} {self.hash}"
