# SPDX-License-Identifier: EUPL-1.2

"""Bugs of who may write: the author of an operation, at its own time."""

from typing import Final

from tests.mutation.mutant import Mutant

_W = "model/write_rights.py"
_T = "oplog/standing.py"
_R = "services/author_rights.py"
_SERVER = "sync_server"

OF_THE_RIGHTS: Final = (
    Mutant(
        "authors are not judged", "sync/arbiter.py", "self._reason(op) or judge(op, state)", "self._reason(op)"
    ),
    Mutant(
        "what nobody may delete waits for an administrator",
        "sync/arbiter.py",
        'if op.kind == "annul" and not self._reasons[op.op_id]]',
        'if op.kind == "annul"]',
    ),
    Mutant("a secretary writes medicine", _W, '    "problem": _CLINICAL,\n', '    "problem": ANYBODY,\n'),
    Mutant("a nurse decides who is a doctor", _W, "needed and needed != _PRACTICE", "needed"),
    Mutant("a nurse makes orders", _W, 'kind == "create" and _is_order(text_of)', "False"),
    Mutant("a change of role reaches back", _T, "one.until >= at_ms - GRACE_MS", "one.until >= 2**60"),
    Mutant("an old role stands for ever", _T, "            one.until = min(", "            _ = min("),
    Mutant("clocks may not differ", _T, "GRACE_MS: Final = DAY_MS", "GRACE_MS: Final = 0"),
    Mutant("a last day is over in the morning", _T, "+ dt.timedelta(days=1), dt.time()", ", dt.time()"),
    Mutant(
        "the time is that of the clock alone", _T, "return min(told, made_ms(op.op_id) or told)", "return told"
    ),
    Mutant(
        "rights of today judge the work of before",
        _R,
        "        at_ms = written_ms(op, self._now_ms)\n        if _holds",
        "        at_ms = self._now_ms\n        if _holds",
        _SERVER,
    ),
    Mutant("an access never ends", _R, "if not person.has_ended(at_ms):", "if True:", _SERVER),
    Mutant("anybody's seal will do", _R, "return _strange_seal(op, person)", 'return ""', _SERVER),
    Mutant(
        "who is not known is refused",
        _R,
        'if not person.is_known:\n            return ""',
        "if not person.is_known:\n            return AuthorReason.NOT_ALLOWED",
        _SERVER,
    ),
    Mutant("a post writes as the region", _R, "if op.actor == SERVER:", "if op.actor == op.op_id:", _SERVER),
    Mutant(
        "late words go into anybody's note",
        _R,
        ".strip('\"')) == op.actor",
        '.strip(\'"\')) != ""',
        _SERVER,
    ),
    Mutant(
        "a restored region judges what it forgot",
        _R,
        "        if at_ms > life:\n",
        "        if at_ms > 0:\n",
        _SERVER,
    ),
    Mutant(
        "a push does not learn of its own people",
        _R,
        "            self._remember(op)\n",
        "            pass\n",
        _SERVER,
    ),
    Mutant("the journal is not told", _R, "        journal.write(", "        dict(", _SERVER),
)
