# SPDX-License-Identifier: EUPL-1.2
"""Tables that live on one post only: never synced, rebuilt or thrown away (model.md §4.I, `loc`)."""

from typing import Final

import sqlalchemy as sa

from lgc_core.store.tables import NAMING

local: Final = sa.MetaData(naming_convention=NAMING)

outbox: Final = sa.Table(
    "outbox",
    local,
    sa.Column("op_id", sa.Text, primary_key=True),
    sa.Column("entity_id", sa.Text, nullable=False),
    sa.Column("dev_seq", sa.BigInteger, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("since", sa.Text, nullable=False),
    sa.Index("ix_outbox_state_dev_seq", "state", "dev_seq"),
    sa.Index("ix_outbox_entity_id", "entity_id"),
)
local_draft: Final = sa.Table(
    "local_draft",
    local,
    sa.Column("encounter", sa.Text, primary_key=True),
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("author", sa.Text, primary_key=True),
    sa.Column("patient", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("base", sa.Text, nullable=False, server_default=sa.text("''")),
    sa.Column("cursor", sa.Integer, nullable=False, server_default=sa.text("0")),
    sa.Column("at", sa.Text, nullable=False),
)
cursor: Final = sa.Table(
    "cursor",
    local,
    sa.Column("partition", sa.Text, primary_key=True),
    sa.Column("epoch", sa.Text, nullable=False),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("chain", sa.LargeBinary, nullable=False),
)
attachment: Final = sa.Table(
    "attachment",
    local,
    sa.Column("sha256", sa.Text, primary_key=True),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("media", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("moved", sa.BigInteger, nullable=False, server_default=sa.text("0")),
    sa.Column("wanted", sa.Integer, nullable=False, server_default=sa.text("0")),
    sa.Index("ix_attachment_state", "state"),
)
"""Files named by documents: here, here and in the region, or still to be received.

`moved`: bytes that went or came so far; `wanted`: somebody opened a document whose file is awaited.
"""

setting: Final = sa.Table(
    "setting", local, sa.Column("key", sa.Text, primary_key=True), sa.Column("value", sa.Text, nullable=False)
)
patient_index: Final = sa.Table(
    "patient_index",
    local,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("patient_id", sa.Text, nullable=False, unique=True),
    sa.Column("family", sa.Text, nullable=False),
    sa.Column("shown", sa.Text, nullable=False),
    sa.Column("born_as", sa.Text, nullable=False),
    sa.Column("birth_date", sa.Text, nullable=False),
    sa.Column("sex", sa.Text, nullable=False),
    sa.Index("ix_patient_index_family", "family"),
)
near_name: Final = sa.Table(
    "near_name",
    local,
    sa.Column("spelling", sa.Text, primary_key=True),
    sa.Column("word", sa.Text, primary_key=True),
    sqlite_with_rowid=False,
)
"""Spellings one slip away from a word of a name, and how it sounds; see near_names.py."""

visit_draft: Final = sa.Table(
    "visit_draft",
    local,
    sa.Column("visit", sa.Text, primary_key=True),
    sa.Column("author", sa.Text, primary_key=True),
    sa.Column("patient", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
)
"""What a nurse types during a visit, at every key: gone when the transmission is written."""

text_index: Final = sa.Table(
    "text_index",
    local,
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("patient", sa.Text, nullable=False),
    sa.Column("at_ms", sa.BigInteger, nullable=False),
)
"""What is found by its words: `encounter:<id>`, `document:<id>`, `transmission:<id>`; see text_search.py."""

document_text: Final = sa.Table(
    "document_text",
    local,
    sa.Column("document", sa.Text, primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
)
"""The words read out of a document's file, empty when it has none that this post can read."""

text_word: Final = sa.Table(
    "text_word", local, sa.Column("word", sa.Text, primary_key=True), sqlite_with_rowid=False
)
"""Words ever met in a text: what a typed beginning may stand for."""

PATIENT_FTS: Final = (
    "CREATE VIRTUAL TABLE patient_fts USING fts5("
    "words, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='2 3 4')"
)
"""Words of a patient under the number of patient_index; contentless, since the words are in the record."""

TEXT_FTS: Final = (
    "CREATE VIRTUAL TABLE text_fts USING fts5("
    "words, content='', contentless_delete=1, detail='none', tokenize='unicode61 remove_diacritics 2')"
)
"""Words of consultations, transmissions and documents under the number of text_index; numbers follow dates."""

REF_FTS: Final = (
    "CREATE VIRTUAL TABLE ref_fts USING fts5(words, code UNINDEXED, label UNINDEXED, dataset UNINDEXED, "
    "edition UNINDEXED, tokenize='unicode61 remove_diacritics 2', prefix='2 3 4')"
)
"""Codes and labels of the active edition of each code list that this post holds; made again from its file."""
