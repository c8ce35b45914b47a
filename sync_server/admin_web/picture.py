# SPDX-License-Identifier: EUPL-1.2
"""What the console shows, read in one consistent picture."""

from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from sync_server.context import Server
from sync_server.db import reading
from sync_server.services import devices, enrolment, flows, held, jobs, journal
from sync_server.services.access_reports import open_reports
from sync_server.services.backups import backups_in
from sync_server.services.clock import now_ms
from sync_server.services.drills import DrillLine, last_drill
from sync_server.services.french import local, long_day, number_words
from sync_server.tables import practice_account

_BACKUP_MS: Final = 2 * devices.DAY_MS
_DRILL_MS: Final = 35 * devices.DAY_MS
_CERTIFICATE_MS: Final = 30 * devices.DAY_MS


def overview(server: Server, *, only_to_look_at: bool) -> dict[str, Any]:
    """Return flows, posts, requests and reports of access."""
    now = now_ms()
    with reading(server.engine) as connection:
        posts = devices.all_posts(connection)
        practices = connection.scalar(sa.select(sa.func.count()).select_from(practice_account)) or 0
        shown = [post for post in posts if needs_a_look(post, now)] if only_to_look_at else posts
        return {
            "flows": flows.today(connection),
            "posts": shown,
            "pending": enrolment.pending(connection),
            "reports": open_reports(connection),
            "held": held.waiting(connection),
            "safety": _safety(server, connection, now),
            "simulated": server.card_trust.simulated,
            "summary": _summary(practices, len(posts), now),
        }


@dataclass(frozen=True)
class Safety:
    """Whether the region could be given back: its newest backup and the last drill."""

    backup_ms: int | None
    drill: DrillLine | None
    jobs: list[jobs.JobLine]
    late: bool


def _safety(server: Server, connection: sa.Connection, now: int) -> Safety:
    found = backups_in(server.settings.data_dir / "backups")
    backup = int(found[-1].made.timestamp() * 1000) if found else None
    drill = last_drill(connection)
    old = backup is None or now - backup > _BACKUP_MS
    undrilled = drill is None or not drill.ok or now - drill.at_ms > _DRILL_MS
    work = [*jobs.all_jobs(connection, jobs.UPKEEP), *jobs.all_jobs(connection, jobs.DMP)]
    return Safety(backup, drill, work, old or undrilled)


def needs_a_look(post: devices.PostRow, now: int) -> bool:
    """Tell whether a living post is late, near its end, or waits for a correction."""
    ending = post.expires_ms - now < _CERTIFICATE_MS
    return post.state == "approuvé" and bool(post.refused or ending or post.late(now))


def post_picture(server: Server, device: str) -> dict[str, Any] | None:
    """Return one post."""
    with reading(server.engine) as connection:
        found = [post for post in devices.all_posts(connection) if post.id == device]
    return {"post": found[0], "simulated": server.card_trust.simulated} if found else None


def journal_picture(server: Server) -> dict[str, Any]:
    """Return the newest lines, names of practices and posts, and where the chain breaks."""
    with reading(server.engine) as connection:
        names = {row.id: row.name for row in connection.execute(sa.select(practice_account))}
        names |= {post.id: post.label for post in devices.all_posts(connection)}
        return {"lines": journal.recent(connection), "broken": journal.broken_at(connection), "names": names}


def _summary(practices: int, posts: int, now: int) -> str:
    moment = local(now)
    counted = f"{number_words(practices)} cabinet{_s(practices)}, {number_words(posts)} poste{_s(posts)}"
    return f"{counted} · {long_day(moment.date())}, {moment:%H:%M}"


def _s(number: int) -> str:
    return "s" if number > 1 else ""
