"""Those who must answer are told, and those who wait for an answer."""

from helsetek.casework.models import Notice
from helsetek.cooperation import services
from tests.cast import Cast
from tests.cooperation.test_consent import place
from tests.cooperation.test_founding import found


def told(kind: str) -> dict[str, Notice]:
    return {one.person.subject: one for one in Notice.objects.filter(kind=kind).select_related("person")}


def test_each_members_own_signatory_is_told_of_the_invitation(cast: Cast) -> None:
    found(cast)
    notices = told("cooperation.invitation")
    assert set(notices) == {"bjorn", "david", "eli"}
    assert "Fauske" in notices["david"].subject
    assert "One journal for all" in notices["david"].body
    assert "/samarbeid/svar/" in notices["david"].path


def test_a_notice_is_in_the_persons_own_language(cast: Cast) -> None:
    cast.aud.language = "nn"
    cast.aud.save()
    found(cast, member_ids=[cast.alver.pk])
    assert told("cooperation.invitation")["aud"].subject.startswith("Vil Alver vere med")


def test_the_lead_is_told_of_each_answer_but_not_of_the_own(cast: Cast) -> None:
    salten = found(cast)
    services.consent(by=cast.bjorn, membership=place(salten, cast.bodo))
    assert set(told("cooperation.answer")) == {"anne"}
    services.decline(by=cast.david, membership=place(salten, cast.fauske), reason="Not this year")
    bodies = [one.body for one in Notice.objects.filter(kind="cooperation.answer", person=cast.bjorn)]
    assert len(bodies) == 1
    assert "Not this year" in bodies[0]


def test_a_double_click_tells_once(cast: Cast) -> None:
    salten = found(cast)
    for _ in range(2):
        services.consent(by=cast.david, membership=place(salten, cast.fauske))
    assert Notice.objects.filter(kind="cooperation.answer", person=cast.anne).count() == 1


def test_an_invitation_that_is_answered_is_not_mailed_any_more(cast: Cast) -> None:
    salten = found(cast)
    services.consent(by=cast.david, membership=place(salten, cast.fauske))
    assert "david" not in told("cooperation.invitation")
