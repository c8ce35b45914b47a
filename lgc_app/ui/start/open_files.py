# SPDX-License-Identifier: EUPL-1.2
"""Which files are open, where one is, and the way back; ids only, so that it may outlive the lock."""

from dataclasses import dataclass, field

_LONGEST_WAY = 50
_LAST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Place:
    """A screen, the patient it shows ("" for none), and the document when it shows one."""

    where: str
    patient: str = ""
    item: str = ""


@dataclass(slots=True)
class OpenFiles:
    """The tabs of one person, the places seen, and the last patients."""

    staff: str
    patients: list[str] = field(default_factory=list)
    last: list[str] = field(default_factory=list)
    way: list[Place] = field(default_factory=list)
    at: int = -1
    unsaid: list[str] = field(default_factory=list)
    """What a long work came to while the post was locked: said at the next opening. Names no patient."""

    @property
    def place(self) -> Place | None:
        """Give where one is."""
        return self.way[self.at] if self.way else None

    def go(self, place: Place) -> None:
        """Be somewhere; what was ahead is forgotten."""
        if place.patient:
            self._open(place.patient)
        if self.place != place:
            self.way = [*self.way[: self.at + 1], place][-_LONGEST_WAY:]
            self.at = len(self.way) - 1

    def step(self, by: int) -> Place | None:
        """Go back (-1) or forward (1); None at the end of the way."""
        if not 0 <= self.at + by < len(self.way):
            return None
        self.at += by
        place = self.way[self.at]
        if place.patient:
            self._open(place.patient)
        return place

    def next_patient(self) -> str:
        """Give the tab after the one in front, "" without any."""
        if not self.patients:
            return ""
        here = self.place.patient if self.place else ""
        at = self.patients.index(here) if here in self.patients else -1
        return self.patients[(at + 1) % len(self.patients)]

    def close(self, patient: str) -> Place:
        """Close a tab; give where to go: the neighbour's file, else the day."""
        at = self.patients.index(patient)
        self.patients.remove(patient)
        here = self.place or Place("journee")
        kept = [place for place in self.way if place.patient != patient]
        self.way, self.at = kept, len(kept) - 1
        if here.patient != patient:
            return here
        if not self.patients:
            return Place("journee")
        return Place("dossier", self.patients[min(at, len(self.patients) - 1)])

    def _open(self, patient: str) -> None:
        if patient not in self.patients:
            self.patients.append(patient)
        self.last = [patient, *(one for one in self.last if one != patient)][:_LAST_SHOWN]
