# SPDX-License-Identifier: EUPL-1.2
"""A patient reads « 148/82 »: both pressures are one measure when each high value has its low one."""

from sync_server.patient_web.pressure import joined
from sync_server.patient_web.series import Point, Series

HIGH = (("148\u00a0mmHg", "22/11/2026"), ("142\u00a0mmHg", "02/09/2026"))
LOW = (("82\u00a0mmHg", "22/11/2026"), ("80\u00a0mmHg", "02/09/2026"))


def of(name, rows, unit="mmHg"):
    return Series(name, rows[0][0].partition("\u00a0")[0], unit, rows[0][1], rows, (Point(1, 2), Point(3, 4)))


WEIGHT = of("Poids", (("71,4\u00a0kg", "22/11/2026"),), "kg")


def test_both_pressures_are_one_measure_with_every_value():
    tension, weight = joined([of("Tension systolique", HIGH), WEIGHT, of("Tension diastolique", LOW)])
    assert (tension.name, tension.value, tension.unit, tension.when) == ("Tension", "148/82", "mmHg", "22/11/2026")
    assert tension.rows == (("148/82\u00a0mmHg", "22/11/2026"), ("142/80\u00a0mmHg", "02/09/2026"))
    assert weight is WEIGHT


def test_values_that_do_not_pair_stay_apart():
    alone = [of("Tension systolique", HIGH), of("Tension diastolique", LOW[:1])]
    assert joined(alone) == alone
    other_unit = [of("Tension systolique", HIGH), of("Tension diastolique", LOW, "kPa")]
    assert joined(other_unit) == other_unit


def test_without_a_pressure_nothing_changes():
    assert joined([WEIGHT]) == [WEIGHT]
    assert joined([]) == []
