# SPDX-License-Identifier: EUPL-1.2
"""First start of a post: the practice, its first person, the post itself and its key."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization

from lgc_app.services.settings import DEVICE, KEY_PASSWORD, PRACTICE, read_setting, write_setting
from lgc_app.sync.device_key import DeviceKey
from lgc_app.vault.atomic import write_atomically
from lgc_app.vault.session import VaultSession
from lgc_core.model.device import Device
from lgc_core.model.ids import new_id
from lgc_core.model.practice import Practice
from lgc_core.model.staff import Staff
from lgc_core.store.store import Store

MakeStore = Callable[[str, str], Store]
"""Builds the store of a practice and a device over the open vault."""


@dataclass(frozen=True, slots=True)
class NewPost:
    """What the first start made."""

    practice: str
    device: str
    label: str


def create_practice(
    vault: VaultSession, key_file: Path, practice: Practice, people: tuple[Staff, ...], label: str, make: MakeStore
) -> NewPost:
    """Write a new practice with its people into an open, empty vault; the first one is the author."""
    post = _new_post(vault, key_file, practice.id, label)
    store = make(post.practice, post.device)
    with store.unit_of_work(people[0].author) as uow:
        uow.create(practice)
        for person in people:
            uow.create(person)
        uow.create(_device(vault, key_file, post))
    return post


def join_practice(vault: VaultSession, key_file: Path, practice: str, label: str) -> NewPost:
    """Prepare a second post of a practice that the region knows: its record comes by the first exchange."""
    return _new_post(vault, key_file, practice, label)


def _new_post(vault: VaultSession, key_file: Path, practice: str, label: str) -> NewPost:
    key = DeviceKey.generate()
    write_atomically(key_file, key.encrypted_pem)
    device = new_id()
    write_setting(vault.engine, PRACTICE, practice)
    write_setting(vault.engine, DEVICE, device)
    write_setting(vault.engine, KEY_PASSWORD, key.password)
    return NewPost(practice, device, label)


def _device(vault: VaultSession, key_file: Path, post: NewPost) -> Device:
    key = DeviceKey.load(key_file.read_bytes(), read_setting(vault.engine, KEY_PASSWORD))
    public = key.key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return Device(id=post.device, label=post.label, public_key=public.decode(), enrolled_by=vault.opening.person)
