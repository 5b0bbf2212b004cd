"""A ledger with many kinds of entries, made by chance from a fixed seed: the ground of the tests on figures."""

import datetime as dt
import random
from types import SimpleNamespace

from programme import ledger
from programme.ledger import Line
from programme.models import Announcement, Indicator, Posting, Target
from tests import builders

Kind = Indicator.Kind
PROVINCES = ("63-01", "63-79", "63-24")
SECTORS = ("2018-13", "2018-14")
ASSOCIATIONS = ("ALPHA", "BETA")
PROJECTS = ("", "DA-1")


def indicators():
    """The headlines and what stands beside them, of every kind."""
    guided = builders.indicator("enterprises_guided", "Doanh nghiệp", Kind.DISTINCT_PERIOD, headline_position=1)
    new = builders.indicator("tcvn_new", "TCVN mới", headline_position=2)
    builders.indicator("training_courses", "Khóa đào tạo", headline_position=3)
    turns = builders.indicator("training_turns", "Lượt học viên")
    builders.indicator("trainees", "Học viên", Kind.DISTINCT_PERIOD, headline_position=4, counts_entries_of=turns)
    builders.indicator(
        "enterprises_ever", "Lũy kế", Kind.DISTINCT_TO_DATE, headline_position=5, counts_entries_of=guided
    )
    stock = builders.indicator("tcvn_system_total", "TCVN hiệu lực", Kind.STOCK, headline_position=7)
    builders.indicator(
        "tcvn_share", "Tỷ lệ TCVN mới", Kind.SHARE, headline_position=6, numerator=new, denominator=stock
    )
    builders.indicator("tfp", "TFP", Kind.EXTERNAL, headline_position=8)
    return {row.code: row for row in Indicator.objects.all()}


def build(approver, count=240):
    """Post ``count`` random lines in eight postings and take some back; return the indicators and the last number."""
    phases = [builders.phase("2010-2015"), builders.phase("2016-2020")]
    for key in PROVINCES:
        builders.province(key)
    for key in SECTORS:
        builders.industry(key)
    builders.project("DA-1")
    known = indicators()
    _plan(known, phases)
    chance = random.Random(712)
    lines = [_line(chance, known) for _ in range(count)]
    step = count // 8
    for start in range(0, count, step):
        ledger.post(Posting.Kind.REPORT, lines[start : start + step], by=approver, reason=f"batch {start}")
    taken = list(Posting.objects.get(pk=3).entries.all()[:5])
    last = ledger.correct(taken, by=approver, reason="counted by mistake").sequence
    return SimpleNamespace(indicators=known, last=last)


def _plan(known, phases):
    for phase in phases:
        for code, value in (("enterprises_guided", 40), ("tcvn_new", 100), ("tcvn_share", 60)):
            Target.objects.create(indicator=known[code], phase=phase, value=value, decision="712/QĐ-TTg", source="x")
    Announcement.objects.create(
        indicator=known["enterprises_guided"],
        programme=builders.programme_712(),
        value=5000,
        qualifier="about",
        cut_off_on=dt.date(2016, 12, 31),
        source="Tin ngày 08/06/2017",
    )


def _line(chance, known):
    code = chance.choice(["enterprises_guided"] * 4 + ["training_turns"] * 3 + ["training_courses", "tcvn_new"])
    line = {"indicator": known[code], "happened_on": dt.date(chance.randint(2012, 2019), chance.randint(1, 12), 15)}
    if code == "tcvn_new":
        if chance.random() < 0.5:
            line["indicator"] = known["tcvn_system_total"]
        return Line(quantity=chance.randint(1, 9), project=chance.choice(PROJECTS), **line)
    subject = {
        "enterprises_guided": f"E-{chance.randint(1, 40)}",
        "training_turns": f"P-{chance.randint(1, 30)}",
        "training_courses": f"C-{chance.randint(1, 10_000)}",
    }[code]
    return Line(
        subject=subject,
        association=chance.choice(ASSOCIATIONS),
        province=chance.choice(PROVINCES),
        sector=chance.choice(SECTORS),
        project=chance.choice(PROJECTS),
        **line,
    )


def random_filters(count=20, last=9):
    """Return query strings of the dashboard, some with an earlier day or an earlier state of knowledge."""
    chance = random.Random(2020)
    found = []
    for _ in range(count):
        choice = {
            "phase": chance.choice(["2010-2015", "2016-2020", "712", "all"]),
            "province": chance.choice(["", "", *PROVINCES]),
            "sector": chance.choice(["", "", *SECTORS]),
            "association": chance.choice(["", "", *ASSOCIATIONS]),
            "project": chance.choice(["", "", "", "DA-1"]),
            "known": chance.choice(["", "", chance.randint(1, last)]),
            "units": chance.choice(["", "", "63", "34"]),
            "indicator": chance.choice(["", "tcvn_new", "trainees", "enterprises_ever", "tcvn_system_total"]),
        }
        year = chance.choice([None, None, 2013, 2017])
        if year:
            choice |= {"year": year, "phase": "2010-2015" if year < 2016 else "2016-2020"}
        elif chance.random() < 0.5:
            choice["as_of"] = f"{chance.randint(1, 28):02d}/06/{2014 if choice['phase'] == '2010-2015' else 2018}"
        found.append({name: value for name, value in choice.items() if value != ""})
    return found
