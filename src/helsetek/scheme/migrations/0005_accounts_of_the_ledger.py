from django.db import migrations, models

from helsetek.common.guards import make_append_only

ACCOUNTS = [
    ("voted", "Voted"),
    ("free", "Free"),
    ("held", "Held for appeals"),
    ("reserved", "Reserved"),
    ("granted", "Granted"),
    ("accepted", "Accepted"),
    ("paid", "Paid"),
    ("reported", "Reported as spent"),
    ("approved", "Accounts approved"),
    ("unspent", "Unspent"),
    ("claimed", "Claimed back"),
    ("returned", "Returned"),
    ("written_off", "Written off"),
]


def guard_again(apps, schema_editor):
    # SQLite makes a table anew to change a column, and its triggers are lost.
    make_append_only(schema_editor.connection, "scheme_posting")


class Migration(migrations.Migration):
    dependencies = [
        ("scheme", "0004_change_being_written"),
    ]

    operations = [
        migrations.AlterField(
            model_name="posting",
            name="source",
            field=models.CharField(choices=ACCOUNTS, max_length=12),
        ),
        migrations.AlterField(
            model_name="posting",
            name="target",
            field=models.CharField(choices=ACCOUNTS, max_length=12),
        ),
        migrations.AddIndex(
            model_name="posting",
            index=models.Index(fields=["case_number"], name="scheme_post_case_nu_624bf2_idx"),
        ),
        migrations.RunPython(guard_again, migrations.RunPython.noop),
    ]
