# SPDX-License-Identifier: EUPL-1.2
"""The commands that both generations understand: select, read, PIN state, PIN.

Traced from the Cryptolib CPS 5.2.2 and OpenSC (smartcard reference, 4.2 and 4.3).
"""

from dataclasses import dataclass

from cps_card import tlv
from cps_card.apdu import SW_OK, Command, Transport, exchange
from cps_card.errors import CardFaultError, KeyUnusableError, PinBlockedError, PinRequiredError, WrongPinError
from cps_card.pin import MAX_TRIES

_SELECT, _READ_BINARY, _VERIFY = 0xA4, 0xB0, 0x20
_BY_AID, _RETURN_FCP, _RETURN_NOTHING = 0x04, 0x04, 0x0C
_PIN_REFERENCE = 0x01
_READ_AT_MOST = 0xE7  # IAS-ECC: 231 bytes a READ BINARY
_FILE_AT_MOST = 0x7FFF  # READ BINARY addresses 15 bits
_FCP_SIZES = (0x80, 0x81)
_SW_END_OF_FILE = 0x6282
_SW_SECURITY = 0x6982
_SW_PIN_BLOCKED = 0x6983
_SW_CONDITIONS = 0x6985
_SW_TRIES_LEFT = 0x63C
MASTER_FILE = bytes.fromhex("3F00")


@dataclass(frozen=True)
class CardCommands:
    """A selected card. `path_mode` is P1 of SELECT by path, `channel` the logical channel in CLA."""

    transport: Transport
    path_mode: int
    channel: int

    def run(
        self, ins_p1_p2: tuple[int, int, int], payload: bytes | bytearray = b"", expected: int | None = None
    ) -> bytes:
        """Run a command that must succeed, and return its data.

        Raises:
            PinRequiredError: the PIN is not verified (6982).
            KeyUnusableError: the key does not do that (6985).
            CardFaultError: any other refusal.
        """
        instruction, p1, p2 = ins_p1_p2
        answer = exchange(self.transport, Command(instruction, p1, p2, payload, expected, self.channel))
        if answer.status in (SW_OK, _SW_END_OF_FILE):
            return answer.data
        if answer.status == _SW_SECURITY:
            raise PinRequiredError("the card wants the PIN first")
        if answer.status == _SW_CONDITIONS:
            raise KeyUnusableError("the card does not use that key so")
        raise CardFaultError(f"instruction {instruction:02X} was refused", answer.status)

    def select_application(self, aid: bytes) -> None:
        """Select the application of the card by its name."""
        self.run((_SELECT, _BY_AID, _RETURN_NOTHING), aid)

    def select(self, path: bytes) -> None:
        """Select a folder by its full path from 3F00."""
        self.run((_SELECT, self.path_mode, _RETURN_NOTHING), path)

    def read(self, path: bytes) -> bytes:
        """Read a whole file by its full path from 3F00."""
        size = self._size(self.run((_SELECT, self.path_mode, _RETURN_FCP), path, 0))
        content = bytearray()
        while len(content) < size:
            offset = len(content)
            wanted = min(_READ_AT_MOST, size - offset)
            part = self.run((_READ_BINARY, offset >> 8, offset & 0xFF), expected=wanted)
            if not part:
                raise CardFaultError("a file is shorter than it says")
            content += part
        return bytes(content)

    def tries_left(self) -> int:
        """Ask the PIN state with an empty VERIFY. The highest count is given when the PIN is verified."""
        self.select(MASTER_FILE)
        status = exchange(self.transport, Command(_VERIFY, 0, _PIN_REFERENCE, channel=self.channel)).status
        if status == SW_OK:
            return MAX_TRIES
        if status == _SW_PIN_BLOCKED:
            return 0
        if status >> 4 == _SW_TRIES_LEFT:
            return status & 0x0F
        raise CardFaultError("the PIN state is unreadable", status)

    def verify(self, digits: bytearray) -> None:
        """Present four ASCII digits, once."""
        self.select(MASTER_FILE)
        command = Command(_VERIFY, 0, _PIN_REFERENCE, digits, channel=self.channel)
        status = exchange(self.transport, command).status
        if status == SW_OK:
            return
        if status in (_SW_PIN_BLOCKED, _SW_TRIES_LEFT << 4):
            raise PinBlockedError
        if status >> 4 == _SW_TRIES_LEFT:
            raise WrongPinError(status & 0x0F)
        raise CardFaultError("the PIN was not judged", status)

    @staticmethod
    def _size(control_parameters: bytes) -> int:
        inside = tlv.parse_one(control_parameters).value  # 62 on CPS3, 6F on CPS4
        for item in tlv.parse(inside):
            if item.tag in _FCP_SIZES:
                size = int.from_bytes(item.value, "big")
                if size > _FILE_AT_MOST:
                    break
                return size
        raise CardFaultError("a file does not say its size")
