import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import helsetek.common.money
from helsetek.common.guards import make_append_only

VERB = "grants.claimed_back"


def carry_over(apps, schema_editor):
    """Claims as they stood: found when they were claimed, paid where the money had come; and the ledger follows."""
    claims = apps.get_model("grants", "RepaymentClaim")
    entries = apps.get_model("grants", "ClaimEntry")
    for claim in claims.objects.select_related("grant__application__case").order_by("id"):
        claim.found_at, claim.found_by_id = claim.claimed_at, claim.claimed_by_id
        claim.state, claim.ended_at = ("paid" if claim.returned_at else "claimed"), claim.returned_at
        claim.save()
        if claim.returned_at:
            entries.objects.create(
                claim=claim,
                kind="payment",
                amount_ore=claim.amount_ore,
                on=claim.returned_at.date(),
                at=claim.returned_at,
                by_id=claim.claimed_by_id,
            )
        else:
            _post(apps, claim, "paid", "unspent", claim.amount_ore, claim.claimed_at)
            _post(apps, claim, "unspent", "claimed", claim.amount_ore, claim.claimed_at)
    _approve(apps)
    make_append_only(schema_editor.connection, "grants_claimentry")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _post(apps, claim, source, target, ore, at):
    apps.get_model("scheme", "Posting").objects.create(
        envelope_id=claim.envelope_id,
        source=source,
        target=target,
        amount_ore=ore,
        case_number=claim.grant.application.case.number,
        verb=VERB,
        key=f"claim:{claim.pk}:carried:{target}",
        at=at,
    )


def _approve(apps):
    """What is paid on a grant whose final accounts are approved, and not claimed, is approved."""
    posting = apps.get_model("scheme", "Posting")
    done = apps.get_model("grants", "Report").objects.filter(
        kind="final", state="approved", approved_at__isnull=False
    )
    for report in done.select_related("grant__application__case").order_by("id"):
        case = report.grant.application.case.number
        sums = {}
        for row in posting.objects.filter(case_number=case):
            sums[row.envelope_id, row.source] = sums.get((row.envelope_id, row.source), 0) - row.amount_ore
            sums[row.envelope_id, row.target] = sums.get((row.envelope_id, row.target), 0) + row.amount_ore
        for (envelope_id, account), ore in sums.items():
            if account == "paid" and ore > 0:
                posting.objects.create(
                    envelope_id=envelope_id,
                    source="paid",
                    target="approved",
                    amount_ore=ore,
                    case_number=case,
                    verb="grants.report_approved",
                    key=f"report:{report.pk}:carried:{envelope_id}",
                    at=report.approved_at,
                )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_access_requests"),
        ("casework", "0004_challenges"),
        ("grants", "0011_calibration"),
        ("scheme", "0005_accounts_of_the_ledger"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClaimEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("payment", "Paid in"),
                            ("set_off", "Set off against a payment"),
                            ("waiver", "Waived"),
                            ("write_off", "Written off"),
                            ("reversal", "Reversed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("amount_ore", models.BigIntegerField()),
                (
                    "interest_ore",
                    helsetek.common.money.OreField(
                        default=0,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(10000000000000),
                        ],
                    ),
                ),
                ("on", models.DateField()),
                ("at", models.DateTimeField()),
                ("note", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "ordering": ["claim", "id"],
            },
        ),
        migrations.CreateModel(
            name="Difference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[("bank", "The bank"), ("accounts", "The accounting system")], max_length=8
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("missing_here", "Missing here"),
                            ("missing_there", "Missing there"),
                            ("other_amount", "Another amount"),
                            ("doubled", "There twice"),
                        ],
                        max_length=14,
                    ),
                ),
                ("key", models.CharField(max_length=120, unique=True)),
                ("thing", models.CharField(blank=True, max_length=40)),
                ("case_number", models.CharField(blank=True, max_length=20)),
                ("here_ore", models.BigIntegerField(blank=True, null=True)),
                ("there_ore", models.BigIntegerField(blank=True, null=True)),
                ("on", models.DateField()),
                ("found_at", models.DateTimeField()),
                ("agrees_since", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "act",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("recorded_here", "Recorded here since"),
                            ("corrected_there", "Corrected there since"),
                            ("not_ours", "Does not concern the scheme"),
                            ("explained", "Explained, nothing to correct"),
                        ],
                        max_length=16,
                    ),
                ),
                ("reason", models.TextField(blank=True, max_length=4000)),
            ],
            options={
                "ordering": ["on", "id"],
            },
        ),
        migrations.CreateModel(
            name="PaymentStop",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("late_report", "A report is late"),
                            ("breach", "The terms may be broken"),
                            ("control", "The grant is under control"),
                            ("hold", "The project is on hold"),
                            ("other", "Another ground"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason", models.TextField(max_length=4000)),
                ("stopped_at", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
                ("lifted_reason", models.TextField(blank=True, max_length=4000)),
            ],
            options={
                "ordering": ["grant", "id"],
            },
        ),
        migrations.CreateModel(
            name="SetOff",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "amount_ore",
                    helsetek.common.money.OreField(
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(10000000000000),
                        ]
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[("bank", "The bank"), ("accounts", "The accounting system")], max_length=8
                    ),
                ),
                ("file_name", models.CharField(max_length=255)),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("since", models.DateField()),
                ("until", models.DateField()),
                ("read_at", models.DateTimeField()),
                ("lines_read", models.PositiveIntegerField()),
            ],
            options={
                "ordering": ["-read_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="StatementLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("booked_on", models.DateField()),
                ("amount_ore", models.BigIntegerField()),
                ("reference", models.CharField(blank=True, max_length=60)),
                ("text", models.CharField(blank=True, max_length=300)),
                ("thing", models.CharField(blank=True, db_index=True, max_length=40)),
            ],
            options={
                "ordering": ["statement", "number"],
            },
        ),
        migrations.CreateModel(
            name="Waiver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("payment", "Paid in"),
                            ("set_off", "Set off against a payment"),
                            ("waiver", "Waived"),
                            ("write_off", "Written off"),
                            ("reversal", "Reversed"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "amount_ore",
                    helsetek.common.money.OreField(
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(10000000000000),
                        ]
                    ),
                ),
                ("reason", models.TextField(max_length=4000)),
                ("prepared_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("refused", models.BooleanField(default=False)),
                ("answer", models.TextField(blank=True, max_length=4000)),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="repaymentclaim",
            name="claim_is_something",
        ),
        migrations.AddField(
            model_name="repaymentclaim",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.person",
            ),
        ),
        migrations.AddField(
            model_name="repaymentclaim",
            name="ended_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="repaymentclaim",
            name="found_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="repaymentclaim",
            name="found_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.person",
            ),
        ),
        migrations.AddField(
            model_name="repaymentclaim",
            name="ground",
            field=models.CharField(
                choices=[
                    ("unspent", "Not spent, by the approved accounts"),
                    ("breach", "The terms were broken"),
                    ("late_report", "No report was handed in"),
                    ("paid_too_much", "Too much was paid"),
                ],
                default="unspent",
                max_length=14,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="repaymentclaim",
            name="handed_over_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="repaymentclaim",
            name="kid",
            field=models.CharField(blank=True, max_length=25),
        ),
        migrations.AddField(
            model_name="repaymentclaim",
            name="letter",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="casework.letter",
            ),
        ),
        migrations.AddField(
            model_name="repaymentclaim",
            name="last_reminder",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="repaymentclaim",
            name="noticed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="repaymentclaim",
            name="plan",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="repaymentclaim",
            name="prepared_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.person",
            ),
        ),
        migrations.AddField(
            model_name="repaymentclaim",
            name="reasons",
            field=models.TextField(blank=True, max_length=8000),
        ),
        migrations.AddField(
            model_name="repaymentclaim",
            name="report",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="claims",
                to="grants.report",
            ),
        ),
        migrations.AddField(
            model_name="repaymentclaim",
            name="state",
            field=models.CharField(
                choices=[
                    ("found", "Found, not sent"),
                    ("noticed", "Notice given"),
                    ("stated", "To be considered"),
                    ("prepared", "Decision prepared"),
                    ("claimed", "To be paid back"),
                    ("collection", "With the collection agency"),
                    ("paid", "Paid back"),
                    ("written_off", "Waived or written off"),
                    ("dropped", "No claim was made"),
                    ("reversed", "Reversed"),
                ],
                default="found",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="repaymentclaim",
            name="stated_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="repaymentclaim",
            name="stated_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.person",
            ),
        ),
        migrations.AddField(
            model_name="repaymentclaim",
            name="statement",
            field=models.TextField(blank=True, max_length=8000),
        ),
        migrations.AddField(
            model_name="repaymentclaim",
            name="statement_before",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="repaymentclaim",
            name="suspended_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="report",
            name="warned_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="repaymentclaim",
            name="claimed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="repaymentclaim",
            name="due_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="repaymentclaim",
            name="reason",
            field=models.TextField(max_length=8000),
        ),
        migrations.AddIndex(
            model_name="repaymentclaim",
            index=models.Index(fields=["state", "due_on"], name="grants_repa_state_697d79_idx"),
        ),
        migrations.AddConstraint(
            model_name="repaymentclaim",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kid", ""), _negated=True), fields=("kid",), name="one_claim_a_kid"
            ),
        ),
        migrations.AddConstraint(
            model_name="repaymentclaim",
            constraint=models.UniqueConstraint(fields=("report",), name="one_claim_a_late_report"),
        ),
        migrations.AddConstraint(
            model_name="repaymentclaim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    models.Q(("decided_by", models.F("prepared_by")), _negated=True),
                    _connector="OR",
                ),
                name="claim_decided_by_another",
            ),
        ),
        migrations.AddField(
            model_name="claimentry",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
            ),
        ),
        migrations.AddField(
            model_name="claimentry",
            name="claim",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="grants.repaymentclaim",
            ),
        ),
        migrations.AddField(
            model_name="claimentry",
            name="instalment",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="grants.instalment",
            ),
        ),
        migrations.AddField(
            model_name="difference",
            name="closed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.person",
            ),
        ),
        migrations.AddField(
            model_name="paymentstop",
            name="grant",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="payment_stops", to="grants.grant"
            ),
        ),
        migrations.AddField(
            model_name="paymentstop",
            name="lifted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.person",
            ),
        ),
        migrations.AddField(
            model_name="paymentstop",
            name="stopped_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.person",
            ),
        ),
        migrations.AddField(
            model_name="setoff",
            name="claim",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="set_offs",
                to="grants.repaymentclaim",
            ),
        ),
        migrations.AddField(
            model_name="setoff",
            name="instalment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="set_offs", to="grants.instalment"
            ),
        ),
        migrations.AddField(
            model_name="setoff",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
            ),
        ),
        migrations.AddField(
            model_name="statement",
            name="read_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
            ),
        ),
        migrations.AddField(
            model_name="statementline",
            name="statement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="grants.statement"
            ),
        ),
        migrations.AddField(
            model_name="difference",
            name="line",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="differences",
                to="grants.statementline",
            ),
        ),
        migrations.AddField(
            model_name="waiver",
            name="claim",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="waivers",
                to="grants.repaymentclaim",
            ),
        ),
        migrations.AddField(
            model_name="waiver",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.person",
            ),
        ),
        migrations.AddField(
            model_name="waiver",
            name="prepared_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
            ),
        ),
        migrations.AddConstraint(
            model_name="claimentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount_ore", 0), _negated=True), ("interest_ore__gt", 0), _connector="OR"
                ),
                name="entry_is_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentstop",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_at__isnull", True)),
                fields=("grant", "ground"),
                name="one_standing_stop_a_ground",
            ),
        ),
        migrations.AddConstraint(
            model_name="setoff",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=("claim", "instalment"),
                name="one_set_off_of_a_claim_in_a_payment",
            ),
        ),
        migrations.AddConstraint(
            model_name="setoff",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_ore__gt", 0)), name="set_off_is_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="statementline",
            constraint=models.UniqueConstraint(fields=("statement", "number"), name="one_line_a_number"),
        ),
        migrations.AddIndex(
            model_name="difference",
            index=models.Index(fields=["closed_at", "on"], name="grants_diff_closed__239188_idx"),
        ),
        migrations.AddConstraint(
            model_name="difference",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_at__isnull", True),
                    models.Q(
                        ("closed_by__isnull", False),
                        models.Q(("act", ""), _negated=True),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="no_difference_closed_by_silence",
            ),
        ),
        migrations.AddConstraint(
            model_name="waiver",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    models.Q(("decided_by", models.F("prepared_by")), _negated=True),
                    _connector="OR",
                ),
                name="waiver_decided_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="waiver",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_ore__gt", 0)), name="waiver_is_something"
            ),
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name="repaymentclaim",
            name="claimed_by",
        ),
        migrations.RemoveField(
            model_name="repaymentclaim",
            name="envelope",
        ),
        migrations.RemoveField(
            model_name="repaymentclaim",
            name="returned_at",
        ),
    ]
