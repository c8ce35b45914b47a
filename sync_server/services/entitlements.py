# SPDX-License-Identifier: EUPL-1.2
"""Which partitions a post may use beside its practice's own, which it may no longer, and who proved what.

The answer is made from the record each time: staff of the practice, memberships of circles, editions. A person's
partition also needs their card, shown on this very post: a name typed into a staff list opens nothing.
"""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from lgc_core.errors import UserError
from lgc_core.model.dossier import CareTeamMember
from lgc_core.model.staff import Staff
from lgc_core.model.values.when import REUNION
from lgc_core.store import queries
from lgc_core.store.identity import DOSSIER, REF, USER, cabinet, kind_of, trail, user
from lgc_core.store.tables import ENTITY_TABLES
from lgc_core.store.tables import partition as partition_table
from lgc_core.sync.partitions import MAX_CLAIMS, Allowed, PersonClaim, claim_statement
from sync_server.db import reading, writing
from sync_server.services import journal
from sync_server.services.card_trust import CardTrust
from sync_server.services.clock import now_ms
from sync_server.services.devices import Post
from sync_server.tables import person_grant

_STAFF = ENTITY_TABLES[Staff].c
_MEMBER = ENTITY_TABLES[CareTeamMember].c


@dataclass(frozen=True)
class Place:
    """Where the operations of a push go: an order, and why all of them are set aside there, if they are."""

    partition: str
    refusal: str = ""


def note_claims(engine: sa.Engine, trust: CardTrust, post: Post, untrusted: tuple[PersonClaim, ...]) -> None:
    """Remember who showed a card on this post; a claim that does not hold changes nothing and stops nothing."""
    for claim in untrusted[:MAX_CLAIMS]:
        said = claim_statement(post.practice, post.id, claim.certificate)
        try:
            card = trust.verify(claim.certificate, claim.signature, said)
        except UserError:
            continue
        with writing(engine) as connection:
            mine = (person_grant.c.device == post.id, person_grant.c.person == card.number)
            if connection.execute(sa.select(person_grant.c.at_ms).where(*mine)).first() is None:
                row = {"device": post.id, "person": card.number, "card_sha256": card.sha256, "at_ms": now_ms()}
                connection.execute(person_grant.insert().values(**row))
                journal.write(connection, "carte montrée sur un poste", practice=post.practice, device=post.id)


def allowed_to(engine: sa.Engine, post: Post) -> Allowed:
    """Return the partitions that a post may use beside its practice's own, and those whose right has ended."""
    if post.revoked:
        return Allowed()
    with reading(engine) as connection:
        people, left = _people(connection, post)
        circles, gone = _circles(connection, post.practice)
        editions = connection.execute(
            sa.select(partition_table.c.id).where(partition_table.c.id.like(f"{REF}:%"))
        ).scalars()
        return Allowed(open=(*sorted(editions), *people, *circles), ended=(*left, *gone))


def may_pull(engine: sa.Engine, post: Post, partition: str) -> bool:
    """Tell whether a post may pull a partition; the read trail, never."""
    return partition == cabinet(post.practice) or _is_open(engine, post, partition)


def place_of(engine: sa.Engine, post: Post, untrusted_partition: str) -> Place:
    """Return where a push goes. The same for a partition of somebody else and for one that never was.

    What a post still held of a person's partition stays in that one, set aside: colleagues must not receive it.
    """
    home = cabinet(post.practice)
    if untrusted_partition in (home, trail(post.practice)):
        return Place(untrusted_partition)
    if kind_of(untrusted_partition) != REF and _is_open(engine, post, untrusted_partition):
        return Place(untrusted_partition)
    if kind_of(untrusted_partition) == USER and _was_granted(engine, post, untrusted_partition):
        return Place(untrusted_partition, "droit retiré")
    return Place(home, "partition étrangère")


def practices_of(engine: sa.Engine, partition: str, post: Post) -> list[str]:
    """Return the practices whose posts may hear of a push: that of the post, and those of the circle of care."""
    if kind_of(partition) != DOSSIER:
        return [post.practice]
    members = (_MEMBER.partition == partition, _MEMBER.ix_status == "membre", _MEMBER.annulled_op.is_(None))
    with reading(engine) as connection:
        found = connection.execute(sa.select(_MEMBER.ix_practice).where(*members)).scalars()
        return sorted({post.practice, *found})


def _is_open(engine: sa.Engine, post: Post, partition: str) -> bool:
    """Look only for what is asked: a push or a pull is far more frequent than a handshake."""
    if post.revoked or kind_of(partition) not in (USER, DOSSIER, REF):
        return False
    return partition in allowed_to(engine, post).open


def _was_granted(engine: sa.Engine, post: Post, partition: str) -> bool:
    with reading(engine) as connection:
        grants = sa.select(person_grant.c.person).where(person_grant.c.device == post.id)
        return partition in [user(one) for one in connection.execute(grants).scalars()]


def _people(connection: sa.Connection, post: Post) -> tuple[list[str], list[str]]:
    """Return the partitions of those who showed their card here: of the staff, and of those who left it."""
    grants = sa.select(person_grant.c.person).where(person_grant.c.device == post.id)
    granted = sorted(connection.execute(grants).scalars())
    if not granted:
        return [], []
    today = dt.datetime.now(REUNION).date().isoformat()
    here = (_STAFF.partition == cabinet(post.practice), _STAFF.ix_ps_id.in_(granted))
    living = queries.find(connection, Staff, *here)
    working = {one.ps_id for one in living if not one.valid_to or one.valid_to >= today}
    known = set(connection.execute(sa.select(_STAFF.ix_ps_id).where(*here)).scalars())
    left = [user(one) for one in granted if one in known - working]
    return [user(one) for one in granted if one in working], left


def _circles(connection: sa.Connection, practice: str) -> tuple[list[str], list[str]]:
    """Return the dossiers of whose circle the practice is a member, and those that it left."""
    rows = connection.execute(
        sa.select(_MEMBER.partition, _MEMBER.ix_status, _MEMBER.annulled_op).where(_MEMBER.ix_practice == practice)
    ).all()
    members = {row.partition for row in rows if row.ix_status == "membre" and row.annulled_op is None}
    left = {row.partition for row in rows if row.ix_status == "parti" or row.annulled_op is not None}
    return sorted(members), sorted(left - members)
