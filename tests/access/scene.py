"""The things that the addresses of the access table speak of. Bodø owns them; Fauske and Saltdal are partners.

Each is made once, when a row first asks for it, through the builders that all tests share. Add what your routes need.
"""

from __future__ import annotations

from functools import cached_property

from helsetek.accounts.selectors import AccessRequest, Role, RoleAssignment
from helsetek.cooperation.selectors import Collaboration, Membership
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
