"""Products, applications for approval, what was declared and found, approvals with their status, and surveillance."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from helsetek.common.norsk import COLLATION

from .rules.machines import APPLICATION, KIT_RUN, SURVEILLANCE
from .rules.results import Side
from .rules.status import Status
from .rules.surveillance import Ground, Kind


class Product(models.Model):
    """What a vendor sells. An approval is never of a product as such: it is of a configuration against a set."""

    vendor = models.ForeignKey("registry.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200, db_collation=COLLATION)
    about = models.TextField(blank=True, max_length=4000)
    areas = models.JSONField(default=list)  # codes, as the calls' areas
    homepage = models.URLField(blank=True, max_length=400)
    contact = models.EmailField(blank=True)
    added_at = models.DateTimeField()
    synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["vendor", "name"], name="one_product_a_name")]

    def __str__(self) -> str:
        return self.name


class Configuration(models.Model):
    """A version of a product together with what it runs with (the message server, modules). Never changed."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="configurations")
    version = models.CharField(max_length=60)
    released_on = models.DateField(null=True, blank=True)
    runs_with = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["product", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["product", "version", "runs_with"], name="one_configuration")
        ]

    def __str__(self) -> str:
        return f"{self.version} ({self.runs_with})" if self.runs_with else self.version


class Application(models.Model):
    """One configuration × one version of a set of requirements × one role. The version is pinned when it is begun."""

    case = models.OneToOneField(
        "casework.Case", on_delete=models.PROTECT, related_name="approval_application"
    )
    configuration = models.ForeignKey(Configuration, on_delete=models.PROTECT, related_name="applications")
    version = models.ForeignKey("standards.RequirementSetVersion", on_delete=models.PROTECT, related_name="+")
    actor = models.CharField(max_length=80, blank=True)
    state = models.CharField(
        max_length=20, choices=[(s, s) for s in APPLICATION.states], default=APPLICATION.start
    )
    replaces = models.ForeignKey(
        "Approval", on_delete=models.PROTECT, null=True, blank=True, related_name="renewed_by"
    )
    laboratory = models.ForeignKey(
        "registry.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    technical = models.JSONField(default=dict)  # Annex III, by rules.papers
    sheet = models.JSONField(default=dict)  # Article 38
    declaration = models.JSONField(default=dict)  # Annex IV
    revision = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)  # when it should be decided
    asked_for = models.TextField(blank=True, max_length=4000)
    answer_by = models.DateTimeField(null=True, blank=True)
    recommended = models.CharField(max_length=20, blank=True)
    recommendation = models.TextField(blank=True, max_length=8000)
    recommended_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-begun_at", "-id"]

    def __str__(self) -> str:
        return f"{self.configuration_id} against {self.version_id}: {self.state}"


class Result(models.Model):
    """What is said of one requirement: by the vendor (declared) or by who tested it. The newest holds."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="results")
    code = models.CharField(max_length=80)
    side = models.CharField(max_length=10, choices=[(side.value, side.value) for side in Side])
    outcome = models.CharField(max_length=16)
    note = models.TextField(blank=True, max_length=4000)
    said_at = models.DateTimeField()
    said_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["application", "code"]
        constraints = [
            models.UniqueConstraint(fields=["application", "code", "side"], name="one_result_a_side"),
            models.CheckConstraint(
                condition=~Q(outcome="not_applicable") | ~Q(note=""), name="not_applicable_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.side}: {self.outcome}"


class TestRun(models.Model):
    """The result of a run of a test kit, stored as it was given. Append-only."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="runs")
    kit = models.CharField(max_length=80)
    kit_version = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=16)
    sha256 = models.CharField(max_length=64)  # of the stored result
    run_hash = models.CharField(max_length=64, blank=True)  # what the runner itself says of the content
    content = models.JSONField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    by_vendor = models.BooleanField()

    class Meta:
        ordering = ["-added_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["application", "sha256"], name="one_run_a_content")]

    def __str__(self) -> str:
        return f"{self.kit} {self.outcome}"


class Endpoint(models.Model):
    """An address that runs of test kits may call, and no other. Registered by the vendor; ended, never changed."""

    configuration = models.ForeignKey(Configuration, on_delete=models.PROTECT, related_name="endpoints")
    url = models.CharField(max_length=400)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["url"]
        constraints = [
            models.UniqueConstraint(
                fields=["configuration", "url"],
                condition=Q(ended_at__isnull=True),
                name="one_endpoint_an_address",
            )
        ]

    def __str__(self) -> str:
        return self.url


class KitRun(models.Model):
    """A run of the set's test kit from the portal. Its result is kept as a TestRun when it is done."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="kit_runs")
    endpoint = models.ForeignKey(Endpoint, on_delete=models.PROTECT, null=True, related_name="+")
    kit = models.CharField(max_length=80)
    kit_version = models.CharField(max_length=40)
    state = models.CharField(max_length=12, choices=[(s, s) for s in KIT_RUN.states], default=KIT_RUN.start)
    content = models.JSONField(default=dict)  # the session of engines.kits, without secrets
    secrets = models.TextField(blank=True)  # encrypted, and erased as soon as they are not needed
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    by_vendor = models.BooleanField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    result = models.OneToOneField(TestRun, on_delete=models.PROTECT, null=True, related_name="kit_run")

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(state__in=["queued", "running"]),
                name="one_kit_run_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kit} {self.state}"


class Comment(models.Model):
    """What vendor, tester and reviewer write to each other on one requirement, or on the application ("")."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="comments")
    code = models.CharField(max_length=80, blank=True)
    text = models.TextField(max_length=4000)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("registry.Organisation", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["written_at", "id"]

    def __str__(self) -> str:
        return f"{self.application_id} {self.code}"


class Declaration(models.Model):
    """The vendor's declaration as it was signed. Append-only, kept ten years (EHDS Article 30(3))."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="sealed")
    content = models.TextField()  # canonical JSON
    sha256 = models.CharField(max_length=64)
    jws = models.TextField()
    key = models.JSONField()
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    kept_until = models.DateField()

    def __str__(self) -> str:
        return self.sha256


class Decision(models.Model):
    """What was decided of an application (forvaltningsloven § 2 b), with its reasons. Append-only."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=20)  # approved, conditional, refused
    reasons = models.TextField(max_length=8000)
    conditions = models.TextField(blank=True, max_length=8000)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    letter = models.ForeignKey("casework.Letter", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome="conditional") | ~Q(conditions=""), name="conditional_has_conditions"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.outcome}"


class Approval(models.Model):
    """An entry of the public register. Its scope is the application's, its status is computed from its events."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="approval")
    begun_on = models.DateField()
    valid_until = models.DateField(null=True, blank=True)  # the last day

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What it is called outside: «HT-00017»."""
        return f"HT-{self.pk:05d}"


class StatusEvent(models.Model):
    """From a day on the approval has this status. Append-only."""

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="events")
    status = models.CharField(max_length=24, choices=[(one.value, one.value) for one in Status])
    on = models.DateField()
    reason = models.TextField(blank=True, max_length=4000)
    legal_basis = models.CharField(blank=True, max_length=400)
    said_at = models.DateTimeField()
    said_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    surveillance = models.ForeignKey(
        "Surveillance", on_delete=models.PROTECT, null=True, blank=True, related_name="consequences"
    )

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["approval", "on"])]

    def __str__(self) -> str:
        return f"{self.approval_id} {self.on}: {self.status}"


class Surveillance(models.Model):
    """A look at an approved product after it was approved: on suspicion, by lot, after a complaint or an incident."""

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="surveillance")
    case = models.OneToOneField("casework.Case", on_delete=models.PROTECT, related_name="surveillance")
    kind = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Kind])
    state = models.CharField(
        max_length=16, choices=[(s, s) for s in SURVEILLANCE.states], default=SURVEILLANCE.start
    )
    about = models.TextField(max_length=4000)
    reporter = models.CharField(
        max_length=200, blank=True
    )  # who complained, if told; seen by the authority only
    known_at = models.DateTimeField(null=True, blank=True)  # an incident: when the vendor came to know
    draw = models.CharField(max_length=60, blank=True)  # the draw by lot it came from
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    closed_on = models.DateField(null=True, blank=True)
    closing = models.TextField(blank=True, max_length=4000)
    # The corrective plan, one for all findings of the case.
    found_on = models.DateField(null=True, blank=True)
    plan = models.TextField(blank=True, max_length=8000)
    approved_on = models.DateField(null=True, blank=True)
    started_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    corrected_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="closed") & Q(closed_on__isnull=False) | ~Q(state="closed"),
                name="closed_surveillance_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(found_on__isnull=True) | Q(due_on__gte=F("found_on")),
                name="corrected_after_it_was_found",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.approval_id} {self.kind}: {self.state}"


class Finding(models.Model):
    """Something that does not conform. Append-only: what follows of it stands on the case."""

    surveillance = models.ForeignKey(Surveillance, on_delete=models.PROTECT, related_name="findings")
    ground = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Ground])
    code = models.CharField(max_length=80, blank=True)  # the requirement, where it is one
    text = models.TextField(max_length=4000)
    found_at = models.DateTimeField()
    found_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["found_at", "id"]

    def __str__(self) -> str:
        return f"{self.surveillance_id} {self.ground}"


OUTCOMES = {
    "approved": _("Approved"),
    "conditional": _("Approved with conditions"),
    "refused": _("Not approved"),
}
