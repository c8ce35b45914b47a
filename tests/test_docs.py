# SPDX-License-Identifier: EUPL-1.2
"""Documents say what the code does."""

import re
from pathlib import Path

import pytest

import dev
from lgc_core.model.catalogue import ENTITIES
from lgc_core.model.entity import MergeClass, entity_name
from lgc_core.oplog.operation import KINDS, Op
from lgc_core.store import identity
from lgc_core.sync import protocol
from lgc_core.sync.lease import LEASE_DAYS
from sync_server.api import snapshots, sync

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", *ROOT.joinpath("docs").rglob("*.md")])


def _text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)\)", page.read_text("utf-8")):
        assert "://" in target or (page.parent / target).exists(), target


def test_the_readme_names_every_command() -> None:
    readme = _text("README.md")
    for name in dev.COMMANDS:
        assert name in readme, name


def test_the_protocol_page_names_every_field_of_an_operation() -> None:
    page = _text("docs/protocol.md")
    for name in Op.__struct_fields__:
        assert f"`{name}`" in page, name


def test_the_protocol_page_names_every_kind_class_and_limit() -> None:
    page = _text("docs/protocol.md")
    for kind in KINDS:
        assert f"`{kind}`" in page
    for merge in MergeClass:
        assert f"| {merge.value} |" in page
    assert f"{protocol.MAX_OPS} operations" in page
    assert f"{protocol.MAX_BYTES // 1024**2} MiB compressed" in page
    assert f"{protocol.MAX_PLAIN_BYTES // 1024**2} MiB plain" in page
    assert protocol.PROTOCOL in page


def test_the_protocol_page_names_every_request_of_the_practices_port() -> None:
    page = _text("docs/protocol.md")
    for router in (sync.router, snapshots.router):
        for route in router.routes:
            path = re.sub(r"/\{.*", "", getattr(route, "path", ""))
            assert path in page, path
    assert f"`lease_days` ({LEASE_DAYS})" in page


def test_every_decision_says_context_decision_and_consequences() -> None:
    for page in ROOT.joinpath("docs", "decisions").glob("*.md"):
        text = page.read_text("utf-8")
        assert all(f"**{part}." in text for part in ("Context", "Decision", "Consequences")), page.name


def test_every_folder_of_the_map_exists() -> None:
    for name in re.findall(r"`(\w+)/`", _text("README.md")):
        assert (ROOT / name).is_dir(), name


def test_the_protocol_page_names_every_partition_and_what_is_born_there() -> None:
    page = _text("docs/protocol.md")
    for partition in (identity.USER, identity.DOSSIER, identity.REF, identity.TRAIL):
        (row,) = re.findall(rf"^\| `{partition}:<\w+>` \| ([^|]+) \|", page, re.MULTILINE)
        born = {entity_name(kind) for kind in ENTITIES if partition in (kind.partition_kind, *kind.other_kinds)}
        assert set(re.findall(r"`(\w+)`", row)) == born, partition
