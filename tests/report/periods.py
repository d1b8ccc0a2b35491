"""Four weeks made by hand, with the sums that a page must agree with."""

from datetime import date, timedelta

from stabiel.report.period import (
    ExerciseInPeriod,
    PainReading,
    PeriodDay,
    PeriodMaterial,
    PeriodPoint,
    UnjudgedInPeriod,
    WeekOfExercise,
)
from stabiel.wording.language import Language

FIRST, LAST = date(2026, 11, 2), date(2026, 11, 29)  # Monday to Sunday

# Monday, Wednesday and Friday are planned: 12 days. 8 are done, 2 partly, 2 not; 1 is extra.
_DONE = {2, 4, 6, 9, 13, 16, 20, 27}
_PARTLY, _EXTRA = {11, 23}, {15}
# Before and after; the first week has 6, 5, 6 and the last 3 and 2.
_PAIN = {
    2: (6, 7), 4: (5, 5), 6: (6, 6), 9: (5, 5), 11: (None, 4), 13: (4, 4), 15: (4, None),
    16: (4, 3), 20: (3, 3), 23: (3, 3), 27: (2, 2),
}  # fmt: skip


def days() -> list[PeriodDay]:
    found = []
    for day in range(2, 30):
        when = date(2026, 11, day)
        done, partly = day in _DONE or day in _EXTRA, day in _PARTLY
        minutes = 20.0 if done else 7.5 if partly else 0.0
        found.append(PeriodDay(when, when.weekday() in (0, 2, 4), done, partly, minutes))
    return found


def four_weeks(language: Language = "nl", jpeg: bytes | None = None) -> PeriodMaterial:
    return PeriodMaterial(
        language=language,
        first=FIRST,
        last=LAST,
        plan="Rug, de eerste weken",
        person="Mevrouw Jansen",
        author="A. de Vries",
        days=days(),
        pains=[PainReading(date(2026, 11, day), *pain) for day, pain in _PAIN.items()],
        exercises=[
            ExerciseInPeriod(
                "Bridging", "hip_extension_deg", held=False, asked=120, done=84,
                first=WeekOfExercise(0.4, 127.0, 165.0), last=WeekOfExercise(0.8, 126.0, 176.0),
            ),
            ExerciseInPeriod(
                "1 been naar achter uitstrekken", "hip_angle_deg", held=False, asked=120, done=71,
                first=WeekOfExercise(0.5, 97.0, 158.0), last=WeekOfExercise(0.55, 97.0, 160.0),
            ),
            ExerciseInPeriod(
                "Bekken naar achter op de hielen", "hip_to_ankle_tl", held=True, asked=600,
                done=540, first=WeekOfExercise(), last=WeekOfExercise(),
            ),
        ],
        points=[
            PeriodPoint("Uitstrekken", "Rug recht houden", "Laat je rug niet zakken.", 9, jpeg),
            PeriodPoint("Bridging", "Bekken hoger", "Bekken iets hoger.", 4, jpeg),
            PeriodPoint("Bridging", "Langzamer terug", "Langzaam terug.", 14, jpeg),
        ],
        remarks=[
            (FIRST + timedelta(days=2), "Stijf bij het opstaan."),
            (FIRST + timedelta(days=18), "Ging goed, ook de tuin gedaan."),
        ],
        not_judged=[
            UnjudgedInPeriod("Bridging", "Knieën naast elkaar", "niet te zien van opzij", 310.0),
            UnjudgedInPeriod("Uitstrekken", "rechterkant", "niet zichtbaar", 12.0),
        ],
    )  # fmt: skip
