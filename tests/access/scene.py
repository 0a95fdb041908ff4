"""The things that the addresses of the access table speak of. Bodø owns them; Fauske and Saltdal are partners.

Each is made once, when a row first asks for it, through the builders that all tests share. Add what your routes need.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from uuid import UUID

from helsetek.accounts.selectors import AccessRequest, Role, RoleAssignment, Tie
from helsetek.approval.models import Application as ApprovalApplication
from helsetek.approval.models import Approval, Endpoint, KitRun, Surveillance
from helsetek.casework import services as casework
from helsetek.casework.selectors import (
    ActToRedo,
    Appeal,
    Case,
    Document,
    DrawAnnouncement,
    Forewarning,
    ImpartialityDeclaration,
    Letter,
    Notice,
    PartyRequest,
    Ruling,
)
from helsetek.common import clock
from helsetek.control.models import Control, Finding, Plan
from helsetek.cooperation.selectors import Collaboration, Membership
from helsetek.evaluation.models import AssumptionsFile, Run
from helsetek.grants.models import (
    Amendment,
    Assessment,
    Decision,
    Difference,
    Grant,
    PaymentStop,
    RepaymentClaim,
    SetOff,
    TrainingCase,
    Waiver,
)
from helsetek.grants.selectors.applications import Application
from helsetek.records.models import Deposit, DisclosureRequest, Disposal, JournalEntry, ReleasedFile
from helsetek.scheme.selectors import Call
from tests import rounds, scenes
from tests.cast import Cast, gather


class Scene:
    @cached_property
    def cast(self) -> Cast:
        return gather()

    @cached_property
    def assignment(self) -> RoleAssignment:
        """Anne's role in Bodø."""
        return RoleAssignment.objects.get(person=self.cast.anne)

    @cached_property
    def access_request(self) -> AccessRequest:
        """Tor asks to write for Bodø."""
        from helsetek.accounts import services

        return services.ask_for_role(
            by=self.cast.tor, organisation_id=self.cast.bodo.pk, role=Role.WRITER, message="I am new"
        )

    @cached_property
    def collaboration(self) -> Collaboration:
        """Led by Bodø; Fauske and Saltdal are invited."""
        from helsetek.cooperation import services

        return services.found(
            by=self.cast.anne,
            name="Salten",
            purpose="One journal for all",
            lead_id=self.cast.bodo.pk,
            member_ids=[self.cast.fauske.pk, self.cast.saltdal.pk],
        )

    @cached_property
    def invitation(self) -> Membership:
        """Fauske's place in the collaboration, not answered yet."""
        return self.collaboration.memberships.get(organisation=self.cast.fauske)

    @cached_property
    def case(self) -> Case:
        """Bodø's case, with Fauske and Saltdal as partners, and nothing of any room above about it."""
        from helsetek.casework import services
        from tests.casework import guarded

        guarded.register("test.scene", "test.scene")
        return services.open_case(
            kind="test.scene",
            title="Salten",
            lead_id=self.cast.bodo.pk,
            member_ids=[self.cast.fauske.pk, self.cast.saltdal.pk],
        )

    @cached_property
    def document(self) -> Document:
        """Added by Anne to the page of the case."""
        from helsetek.casework import services

        return services.add_document(
            by=self.cast.anne,
            case=self.case,
            page="test.scene",
            page_id=self.case.pk,
            title="Plan",
            file_name="plan.txt",
            content="Å få det til".encode(),
        )

    @cached_property
    def conflict(self) -> ImpartialityDeclaration:
        """An officer that has left has a conflict in the case."""
        from helsetek.casework import services

        return services.declare_impartiality(
            by=self.cast.vilde, case=self.case, conflict=True, ground="Related to the applicant"
        )

    @cached_property
    def draw(self) -> DrawAnnouncement:
        """Two of five lots, drawn by Mona an hour ago."""
        return self._draw(timedelta())

    @cached_property
    def kept_draw(self) -> DrawAnnouncement:
        """Drawn, but not public until tomorrow."""
        return self._draw(timedelta(days=1))

    def _draw(self, public_in: timedelta) -> DrawAnnouncement:
        from tests.casework.lots import a_draw

        with clock.at(clock.now() - timedelta(hours=2)):
            announcement = a_draw(self.cast.mona, public_in=public_in)
        casework.make_draw(by=self.cast.mona, announcement=announcement)
        return announcement

    @cached_property
    def doubt(self) -> ImpartialityDeclaration:
        """Jonas is in doubt, and has no superior but the scheme manager."""
        from helsetek.casework import services

        return services.declare_impartiality(
            by=self.cast.jonas, case=self.case, conflict=True, in_doubt=True, ground="A neighbour"
        )

    @cached_property
    def act_to_redo(self) -> ActToRedo:
        """Something that Vilde did before her conflict was known."""
        return ActToRedo.objects.create(
            case=self.case,
            declaration=self.conflict,
            person=self.cast.vilde,
            event_id=1,
            verb="test.scored",
            thing="test:1",
            done_at=clock.now(),
            after=1,
        )

    @cached_property
    def tie(self) -> Tie:
        """Where Ingrid worked before."""
        return Tie.objects.create(
            person=self.cast.ingrid,
            kind="employer",
            organisation=self.cast.alver,
            told_by=self.cast.ingrid,
            told_at=clock.now(),
        )

    @cached_property
    def training_case(self) -> TrainingCase:
        """For the assessors of the 2024 call."""
        from helsetek.grants.services import calibrating

        return calibrating.add_training_case(
            by=self.cast.guri, call=self.open_call, title="Øvingssak", text="Tre kommuner vil samarbeide."
        )

    @cached_property
    def notice(self) -> Notice:
        """Anne has been told something."""
        from helsetek.casework import services

        services.notify(
            [self.cast.anne],
            kind="casework.message",
            key="scene",
            path="/",
            case=self.case,
            data={"case": self.case},
        )
        return Notice.objects.get(key=f"scene:{self.cast.anne.pk}")

    @cached_property
    def failed_notice(self) -> Notice:
        """Another one to Anne, which the worker gave up."""
        notice = self.notice
        notice.pk, notice.key, notice.state = None, "scene:failed", "failed"
        notice.save()
        del self.__dict__["notice"]
        return notice

    @cached_property
    def open_call(self) -> Call:
        """The 2024 call: published, and closed by now."""

        return scenes.an_open_call(self.cast)

    @cached_property
    def draft_call(self) -> Call:
        """A call that is still being written."""
        from tests.scheme.making import a_draft_call

        return a_draft_call(self.cast, slug="utkast")

    # -- Applications (Bodø leads; Fauske and Saltdal are partners and have consented) -----------------

    @cached_property
    def running_call(self) -> Call:
        """Open now, for a month more."""
        return self._call("utlysning-apen", timedelta(days=-30), timedelta(days=30))

    @cached_property
    def closed_call(self) -> Call:
        """Closed yesterday: the seal is off."""
        return self._call("utlysning-stengt", timedelta(days=-30), timedelta(days=-1))

    def _call(self, slug: str, opens: timedelta, closes: timedelta) -> Call:
        now = clock.now()
        return scenes.an_open_call(
            self.cast,
            slug=slug,
            opens_at=now + opens,
            closes_at=now + closes,
            terms=scenes.some_terms("2027"),
        )

    @cached_property
    def partners(self) -> Collaboration:
        """All have consented."""
        return scenes.a_collaboration(self.cast)

    @cached_property
    def draft(self) -> Application:
        return scenes.a_complete_draft(self.cast, call=self.running_call, collaboration=self.partners)

    @cached_property
    def sealed(self) -> Application:
        """Submitted to a call that is still open."""
        others = scenes.a_collaboration(self.cast, name="Medisinroboter i Salten")
        return scenes.a_submitted_application(self.cast, call=self.running_call, collaboration=others)

    # -- The inside of a case and the round (Guri handles, Ingrid and Jonas assess, Hans decides) ---------

    @cached_property
    def handled(self) -> Application:
        """Taken on by Guri; Ingrid and Jonas have opened it."""
        submitted = scenes.a_submitted_application(
            self.cast, call=self.closed_call, collaboration=self._next()
        )
        application = rounds.an_eligible_application(self.cast, application=submitted)
        rounds.open_assessments(self.cast, application)
        return application

    @cached_property
    def assessment(self) -> Assessment:
        """Ingrid's, of the application that is handled."""
        return self.handled.assessments.get(assessor=self.cast.ingrid)

    @cached_property
    def ranked(self) -> Application:
        """Recommended by Guri, with its decision prepared."""
        submitted = scenes.a_submitted_application(
            self.cast, call=self.closed_call, collaboration=self._next()
        )
        application = rounds.a_recommended_application(self.cast, application=submitted)
        rounds.a_prepared_decision(self.cast, application)
        return application

    @cached_property
    def decision(self) -> Decision:
        return Decision.objects.get(application=self.ranked)

    @property
    def round(self) -> list[object]:
        """The address of the first allotment of the closed call."""
        return [self.closed_call.slug, 1]

    def _next(self) -> Collaboration:
        """Another collaboration of the same three: each can apply once to a call."""
        number = Collaboration.objects.count()
        return scenes.a_collaboration(self.cast, name=f"Sammen {number}")

    @cached_property
    def opened(self) -> Application:
        """Submitted to a call that has closed."""
        return scenes.a_submitted_application(self.cast, call=self.closed_call, collaboration=self.partners)

    @cached_property
    def grant(self) -> Grant:
        """Bodø's grant, accepted, its first instalment prepared by Kari."""
        from helsetek.grants.services import payments
        from tests.grants.afterwards import ACCEPTED, an_accepted_grant, first_instalment

        grant = an_accepted_grant(self.cast, call=scenes.an_open_call(self.cast, slug="scene-of-a-grant"))
        with clock.at(ACCEPTED):
            payments.prepare(by=self.cast.kari, instalment=first_instalment(grant))
        return grant

    # -- Decisions that are challenged -------------------------------------------------------------------

    def _begun_appeal(self, slug: str) -> Appeal:
        from helsetek.casework import services
        from tests.grants.afterwards import an_offered_grant

        grant = an_offered_grant(self.cast, call=scenes.an_open_call(self.cast, slug=slug))
        [decision] = grant.application.decisions.all()
        appeal = services.begin_appeal(
            by=self.cast.anne, case=grant.application.case, subject="grants.decision", subject_id=decision.pk
        )
        return services.save_appeal(
            by=self.cast.anne, appeal=appeal, wrong="For lite", change="Mer", revision=0
        )

    @cached_property
    def begun_appeal(self) -> Appeal:
        """Begun by Anne for Bodø, not sent."""
        return self._begun_appeal("scene-of-a-draft-appeal")

    @cached_property
    def sent_appeal(self) -> Appeal:
        """Sent by Bjørn, not prepared."""
        from helsetek.casework import services

        return services.submit_appeal(by=self.cast.bjorn, appeal=self._begun_appeal("scene-of-an-appeal"))

    @cached_property
    def party_request(self) -> PartyRequest:
        """Anne asks to see documents of the case of the appeal."""
        from helsetek.casework import services
        from helsetek.casework.rules.appeals import Kind

        return services.ask(by=self.cast.anne, case=self.sent_appeal.case, kind=Kind.ACCESS, words="Alt")

    @cached_property
    def ruling(self) -> Ruling:
        """Prepared by Guri on an appeal of Bodø's, and not decided."""
        from helsetek.casework import services
        from helsetek.casework.rules.reasons import Reasons

        appeal = services.submit_appeal(by=self.cast.bjorn, appeal=self._begun_appeal("scene-of-a-ruling"))
        proposed = services.Proposed(outcome="upheld", reasons=Reasons("Regel", "Faktum", "Skjønn"))
        return services.prepare_on_appeal(by=self.cast.guri, appeal=appeal, proposed=proposed)

    @cached_property
    def forewarning(self) -> Forewarning:
        """Guri has given Bodø notice that a decision may be reversed."""
        from helsetek.casework import services

        case = self.begun_appeal.case
        made = services.write_notice(
            by=self.cast.guri,
            case=case,
            about="stop",
            thing=("grants.grant", 0, case.title),
            plan="A stop",
            reason="No accounts",
            key="grants_forewarning_stop",
        )
        services.record_notice("casework.forewarned", made, self.cast.guri, None)
        return made

    @cached_property
    def sent_letter(self) -> Letter:
        """The receipt of Bodø's appeal."""
        return self.sent_appeal.case.letters.get(kind="casework.appeal_receipt")

    @cached_property
    def claim(self) -> RepaymentClaim:
        """Money that Bodø is to pay back."""
        return self.grant.repayment_claims.create(
            ground="unspent",
            state="claimed",
            amount_ore=100,
            reason="Not spent",
            found_at=clock.now(),
            claimed_at=clock.now(),
            due_on=clock.today(),
        )

    @cached_property
    def control(self) -> Control:
        """Mona controls Bodø's grant, and has sent notice. (The plan of next year first: then it is not taken yet.)"""
        self.proposed_plan  # noqa: B018 - it is made when it is read
        from tests.control.making import a_noticed_control

        return a_noticed_control(self.cast, grant=self.grant)

    @cached_property
    def finding(self) -> Finding:
        from tests.control.making import a_finding

        return a_finding(self.cast, self.control)

    @cached_property
    def proposed_plan(self) -> Plan:
        """For next year, drafted by Marit: Mona may approve it."""
        from helsetek.control.services import plans
        from tests.control.making import another_controller

        marit, _grant = another_controller(self.cast), self.grant
        plan = plans.draw_up(by=marit, year=clock.today().year + 1, by_risk=1, by_lot=0)
        return plans.hand_over(by=marit, plan=plan)

    @cached_property
    def draft_amendment(self) -> Amendment:
        """Bodø's draft for more time."""
        from tests.grants.afterwards import ACCEPTED
        from tests.grants.amending import a_draft_amendment

        with clock.at(ACCEPTED):
            return a_draft_amendment(self.cast, self.grant, "time", new_end="2027-01-01")

    @cached_property
    def asked_amendment(self) -> Amendment:
        """Sent by Bodø: Alver is to come in, and has not answered."""
        from tests.grants.afterwards import ACCEPTED
        from tests.grants.amending import an_asked_amendment

        with clock.at(ACCEPTED):
            alver = self.cast.alver.pk
            return an_asked_amendment(
                self.cast, self.grant, "partner_in", organisation_id=alver, tasks="Prøver ut"
            )

    @cached_property
    def waiver(self) -> Waiver:
        """Somebody proposes to give up the claim."""
        return Waiver.objects.create(
            claim=self.claim,
            kind="waiver",
            amount_ore=50,
            reason="Little to gain",
            prepared_by=self.cast.rita,
            prepared_at=clock.now(),
        )

    @cached_property
    def set_off(self) -> SetOff:
        """The claim is to be taken from the last payment."""
        row = self.grant.instalments.order_by("-number")[0]
        return self.claim.set_offs.create(
            instalment=row, amount_ore=50, made_by=self.cast.kari, made_at=clock.now()
        )

    @cached_property
    def payment_stop(self) -> PaymentStop:
        return self.grant.payment_stops.create(ground="other", reason="Wait", stopped_at=clock.now())

    @cached_property
    def difference(self) -> Difference:
        """The bank tells of a payment that is not here."""
        return Difference.objects.create(
            source="bank",
            kind="missing_here",
            key="scene",
            there_ore=100,
            on=clock.today(),
            found_at=clock.now(),
        )

    @cached_property
    def call_document(self) -> UUID:
        """Added to the 2024 call by the scheme manager."""
        from helsetek.casework import services

        added = services.add_document(
            by=self.cast.frode,
            case=None,
            page="call",
            page_id=self.open_call.pk,
            title="Utlysningstekst",
            file_name="utlysning.txt",
            content="Slik søker dere".encode(),
        )
        return added.pk

    # -- Journal and access ------------------------------------------------------------------------------

    @cached_property
    def journalled(self) -> JournalEntry:
        """A message of Anne's in Bodø's case, which everybody may know of."""
        from helsetek.casework import services

        services.write_message(by=self.cast.anne, case=self.case, text="Hei")
        return JournalEntry.objects.get(case=self.case, kind="casework.message_written")

    @cached_property
    def disclosure(self) -> DisclosureRequest:
        """Somebody has asked to see the message."""
        from helsetek.records.services import access

        return access.ask(entries=[self.journalled], asker=access.Asker())

    @cached_property
    def released(self) -> ReleasedFile:
        """Another has got to see it."""
        from helsetek.records.rules.access import How
        from helsetek.records.services import access

        request = access.ask(entries=[self.journalled], asker=access.Asker())
        file = ReleasedFile.objects.get(item__request=request)
        access.answer_item(by=self.cast.guri, item=file.item, files={file.pk: How.WHOLE})
        access.send_answer(by=self.cast.guri, request=request)
        return file

    @cached_property
    def deposit(self) -> Deposit:
        """Asked for by Mona; nothing is in it."""
        from helsetek.records.selectors import archive

        made = Deposit.objects.create(
            name="scene", ordered_at=clock.now(), ordered_by=self.cast.mona, state="ready"
        )
        archive.folder_of(made).mkdir(parents=True, exist_ok=True)
        return made

    @cached_property
    def disposal(self) -> Disposal:
        """Proposed by Mona; nothing is in it."""
        return Disposal.objects.create(proposed_at=clock.now(), proposed_by=self.cast.mona)

    # -- Analyses (Per's, in the directorate) ------------------------------------------------------------

    @cached_property
    def an_indicator(self) -> str:
        from helsetek.scheme import services

        services.keep_goals()
        return scenes.INDICATOR

    @cached_property
    def saved_run(self) -> Run:
        """Saved by Per, not published."""
        from tests.evaluation.making import a_run

        return a_run(self.cast)

    @cached_property
    def published_run(self) -> Run:
        """Saved and published by Per."""
        from helsetek.evaluation import services
        from tests.evaluation.making import a_run

        run = a_run(self.cast, name="Nivå 3 med halvt tilskudd")
        services.publish(by=self.cast.per, run=run)
        return run

    @cached_property
    def assumptions_file(self) -> AssumptionsFile:
        """Brought by Per."""
        from tests.evaluation.making import a_file

        return a_file(self.cast)

    # -- Approval (Nils sells for Journalhuset) ---------------------------------------------------------

    @cached_property
    def approval_draft(self) -> ApprovalApplication:
        """Begun by Nils, not sent."""
        from tests.approval import making

        return making.a_draft(self.cast, "b", "Utkastet")

    @cached_property
    def test_address(self) -> Endpoint:
        """Registered by Nils for the draft that is to be tested over FHIR."""
        from helsetek.approval.services import kit_runs

        draft = self._fhir_draft
        return kit_runs.add_endpoint(
            by=self.cast.nils, configuration=draft.configuration, url="https://fhir.example.no"
        )

    @cached_property
    def _fhir_draft(self) -> ApprovalApplication:
        from tests.approval import making

        return making.a_draft_against(self.cast, "no-basis-fhir", "Grunndata")

    @cached_property
    def kit_run(self) -> KitRun:
        """In line; started by Nils."""
        from helsetek.approval.services import kit_runs

        return kit_runs.start_run(
            by=self.cast.nils, application=self._fhir_draft, endpoint=self.test_address, inputs={}
        )

    @cached_property
    def finished_kit_run(self) -> KitRun:
        """Carried out against an address that is not called, since it is internal."""
        from helsetek.approval.services import kit_runs
        from tests.approval import making

        draft = making.a_draft_against(self.cast, "no-basis-fhir", "Internt")
        address = kit_runs.add_endpoint(
            by=self.cast.nils, configuration=draft.configuration, url="https://localhost"
        )
        kit_runs.start_run(by=self.cast.nils, application=draft, endpoint=address, inputs={})
        while kit_runs.carry_out_next():
            pass
        return KitRun.objects.get(application=draft)

    @cached_property
    def asking_kit_run(self) -> KitRun:
        """Of the kit that asks people."""
        from helsetek.approval.services import kit_runs
        from helsetek.registry.models import Organisation
        from tests.approval import making

        lab = Organisation.objects.create(name="Loggprøven", kind="laboratory")
        draft = making.a_draft_against(self.cast, "logging-og-innsyn", "Logget", laboratory_id=lab.pk)
        return kit_runs.start_run(by=self.cast.nils, application=draft, endpoint=None, inputs={})

    @cached_property
    def tested_product(self) -> ApprovalApplication:
        """Being tested; taken by Guri."""
        from tests.approval import making

        return making.in_testing(self.cast, name="Prøvd")

    @cached_property
    def approved_product(self) -> Approval:
        """Approved, in the register."""
        from tests.approval import making

        return making.approved(self.cast, name="Godkjent")

    @cached_property
    def watched(self) -> Surveillance:
        """Being looked into on suspicion."""
        from helsetek.approval.rules.surveillance import Kind
        from helsetek.approval.services import surveillance

        return surveillance.open_surveillance(
            by=self.cast.guri, approval=self.approved_product, kind=Kind.SUSPICION, about="Logg"
        )
