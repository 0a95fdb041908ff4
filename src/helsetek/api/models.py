"""How often the interface is asked, so that every server process counts the same."""

from __future__ import annotations

from django.db import models


class RequestCount(models.Model):
    """Requests of one visitor in one minute. Who the visitor is cannot be read from it, and it is soon gone."""

    visitor = models.CharField(max_length=64)
    minute = models.PositiveBigIntegerField(db_index=True)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visitor", "minute"], name="one_count_a_minute")]

    def __str__(self) -> str:
        return f"{self.visitor[:8]} {self.minute}: {self.count}"
