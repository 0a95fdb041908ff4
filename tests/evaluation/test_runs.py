"""Runs: saved for good, published and withdrawn by those who may."""

import pytest
from django.db import DatabaseError, transaction

from helsetek.common import events
from helsetek.common.errors import NotAllowed, RuleBroken, WrongState
from helsetek.evaluation import selectors, services
from helsetek.evaluation.models import AssumptionsFile, Run
from tests.cast import Cast, give_role
from tests.evaluation.making import a_file, a_run


def test_a_run_keeps_all_that_is_needed_to_repeat_it(cast: Cast) -> None:
    run = a_run(cast, changes={"introduction_saving@nivaa3": 34.2}, seed=7)
    again = selectors.subject(cast.per, run.key)
    assert again.assumptions.hash == run.hash == run.results["analysis"]["hash"]
    assert (run.seed, run.draws, run.organisation) == (7, 1024, cast.directorate)
    assert run.engine == services.engine_version()
    assert round(run.results["alternatives"]["nivaa3"]["table8"]["net"]) == -65
    assert run.results["uncertainty"]["draws"] == 1024


def test_the_text_of_a_shipped_analysis_is_kept_once(cast: Cast) -> None:
    a_run(cast)
    a_run(cast, name="En gang til")
    assert AssumptionsFile.objects.count() == 1


def test_one_goes_on_from_a_run(cast: Cast) -> None:
    first = a_run(cast, changes={"vendors": 9.0, "partners": 12.0})
    second = a_run(cast, key=first.key, name="Videre", changes={"partners": 11.0, "tender_weeks": 3.0})
    assert second.changes == {"vendors": 9.0, "tender_weeks": 3.0}
    assert second.file == first.file


def test_a_run_of_a_brought_file(cast: Cast) -> None:
    run = a_run(cast, key=a_file(cast).key)
    assert selectors.title_of(run) == "Mitt forslag"


def test_saving_is_one_event(cast: Cast) -> None:
    run = a_run(cast)
    (event,) = events.of_thing(f"analysis_run:{run.pk}")
    assert (event.verb, event.person_id, event.organisation_id) == (
        "evaluation.run_saved", cast.per.pk, cast.directorate.pk,
    )  # fmt: skip
    assert event.data["hash"] == run.hash


@pytest.mark.parametrize("statement", ["UPDATE evaluation_run SET name = 'x'", "DELETE FROM evaluation_run"])
def test_a_run_is_never_changed(cast: Cast, statement: str) -> None:
    from django.db import connection

    a_run(cast)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"note": "x" * 4001}, "note"),
        ({"draws": 7}, "draws"),
        ({"draws": 10**9}, "draws"),
        ({"seed": -1}, "seed"),
        ({"seed": 2**32}, "seed"),
    ],
)
def test_a_run_must_have_a_name_and_reasonable_numbers(
    cast: Cast, given: dict[str, object], field: str
) -> None:
    with pytest.raises(RuleBroken) as error:
        a_run(cast, **{"name": "Kjøring", **given})  # type: ignore[arg-type]
    assert field in error.value.fields
    assert not Run.objects.exists()


def test_only_analysts_save(cast: Cast) -> None:
    subject = selectors.subject(cast.guri, "rapport-2022")
    with pytest.raises(NotAllowed):
        services.save_run(by=cast.guri, subject=subject, name="Min")


def test_everybody_sees_a_published_run_until_it_is_withdrawn(cast: Cast) -> None:
    run = a_run(cast)
    with pytest.raises(NotAllowed):
        selectors.subject(cast.tor, run.key)
    services.publish(by=cast.per, run=run)
    assert selectors.subject(cast.tor, run.key).state == "published"
    assert list(selectors.published_runs()) == [run]
    services.withdraw(by=cast.per, run=run, reason="Feil pris")
    with pytest.raises(NotAllowed):
        selectors.subject(cast.tor, run.key)
    assert selectors.subject(cast.per, run.key).state == "withdrawn"
    verbs = [event.verb for event in events.of_thing(f"analysis_run:{run.pk}")]
    assert verbs == ["evaluation.run_saved", "evaluation.run_published", "evaluation.run_withdrawn"]


def test_publishing_twice_is_refused_and_again_after_withdrawal_allowed(cast: Cast) -> None:
    run = a_run(cast)
    services.publish(by=cast.per, run=run)
    with pytest.raises(WrongState):
        services.publish(by=cast.per, run=run)
    services.withdraw(by=cast.per, run=run, reason="Feil pris")
    with pytest.raises(WrongState):
        services.withdraw(by=cast.per, run=run, reason="Feil pris")
    services.publish(by=cast.per, run=run)
    assert list(selectors.published_runs()) == [run]


def test_withdrawing_needs_a_reason(cast: Cast) -> None:
    run = a_run(cast)
    services.publish(by=cast.per, run=run)
    with pytest.raises(RuleBroken):
        services.withdraw(by=cast.per, run=run, reason=" ")


def test_analysts_of_another_organisation_neither_see_nor_publish(cast: Cast) -> None:
    give_role(cast.oda, cast.ks, "analyst")
    run = a_run(cast)
    with pytest.raises(NotAllowed):
        selectors.subject(cast.oda, run.key)
    with pytest.raises(NotAllowed):
        services.publish(by=cast.oda, run=run)
    services.publish(by=cast.per, run=run)
    with pytest.raises(NotAllowed):
        services.withdraw(by=cast.oda, run=run, reason="Ikke vår")


def test_an_analyst_sees_own_runs_and_published_ones_of_others(cast: Cast) -> None:
    give_role(cast.oda, cast.ks, "analyst")
    hidden, shown = a_run(cast), a_run(cast, name="Publisert")
    services.publish(by=cast.per, run=shown)
    own = services.save_run(by=cast.oda, subject=selectors.subject(cast.oda, "2024"), name="KS", draws=1024)
    assert set(selectors.runs_seen_by(cast.oda)) == {own, shown}
    assert set(selectors.runs_seen_by(cast.per)) == {hidden, shown}
    assert list(selectors.runs_of_organisations(cast.oda)) == [own]
