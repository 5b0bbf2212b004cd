"""The ledger: numbers, hashes, triggers, corrections, closed periods, and figures against hand-made counts."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from programme import figures, ledger, triggers
from programme.figures import Question
from programme.ledger import Line
from programme.models import Document, Entry, Indicator, LedgerHead, LedgerPeriod, Phase, Posting, Programme, Rollup
from programme.verification import differences

pytestmark = pytest.mark.django_db

DAY = dt.date(2016, 5, 10)
END = dt.date(2016, 12, 31)


@pytest.fixture
def approver():
    return User.objects.create_user("approver@example.org", full_name="Approver", role=Role.APPROVER)


@pytest.fixture
def guided():
    return Indicator.objects.create(
        code="test_guided", name_vi="Doanh nghiệp", unit_vi="doanh nghiệp", kind=Indicator.Kind.DISTINCT_PERIOD
    )


@pytest.fixture
def turns(guided):
    return Indicator.objects.create(
        code="test_turns", name_vi="Lượt", unit_vi="lượt", kind=Indicator.Kind.FLOW, counts_entries_of=guided
    )


@pytest.fixture
def ever(guided):
    return Indicator.objects.create(
        code="test_ever", name_vi="Lũy kế", unit_vi="dn", kind=Indicator.Kind.DISTINCT_TO_DATE, counts_entries_of=guided
    )


@pytest.fixture
def phases():
    programme = Programme.objects.create(code="T712", name_vi="Chương trình")
    Phase.objects.all().delete()
    for start, end in ((2010, 2015), (2016, 2020)):
        Phase.objects.create(
            programme=programme,
            code=f"{start}-{end}",
            starts_on=dt.date(start, 1, 1),
            ends_on=dt.date(end, 12, 31),
            is_main=True,
        )


def line(indicator, subject="0100233488", day=DAY, **changes):
    return Line(indicator=indicator, happened_on=day, subject=subject, **({"association": "A"} | changes))


def post(lines, by):
    return ledger.post(Posting.Kind.REPORT, lines, by=by, reason="test")


def test_postings_are_numbered_and_chained(approver, guided):
    first = post([line(guided)], approver)
    second = post([line(guided, "0314409058")], approver)

    assert (first.sequence, second.sequence) == (1, 2)
    assert second.previous_hash == first.hash
    assert list(differences()) == []


def test_a_posting_whose_lines_cancel_each_other_leaves_the_sums(approver, guided):
    post([line(guided), line(guided, quantity=-1)], approver)

    assert not Rollup.objects.exists()
    assert list(differences()) == []


def test_a_hash_is_made_today_as_it_was_when_it_was_posted():
    """Whoever changes this hash makes every ledger there is unverifiable."""
    document = Document(pk=5, sha256="d" * 64)
    indicator = Indicator(pk=2, code="enterprises_guided")
    posting = Posting(
        sequence=7,
        kind=Posting.Kind.CORRECTION,
        recorded_at=dt.datetime(2016, 5, 10, 8, 30, tzinfo=dt.UTC),
        recorded_by_id=3,
        reason="Ghi nhầm tỉnh",
        document=document,
        corrects_id=6,
        source_type="associations.periodicreport",
        source_id=11,
        entry_count=2,
        previous_hash="a" * 64,
    )
    same = {"posting": posting, "indicator": indicator, "happened_on": DAY, "subject": "0100233488"}
    places = {"association": "VITAS", "package": "G-1", "project": "DA1", "task": "NV1", "province": "63-15"}
    taken_back = Entry(pk=8, posting_id=6, line=4)
    entries = [
        Entry(line=1, quantity=-1, sector="2018-14", size="small", corrects=taken_back, **same, **places),
        Entry(line=2, version=2, quantity=40, source_type="x", source_id=9, document=document, **same),
    ]

    assert ledger.fingerprint(posting, entries) == "fdbbd84b883e3702df431b768789929fd0d360bc7e9427b5bba92c3e89cb6326"


def test_two_associations_count_one_enterprise_once(approver, guided):
    post([line(guided, association="A")], approver)
    before_correction = post([line(guided, association="B")], approver).sequence
    question = Question(as_of=END, since=dt.date(2016, 1, 1))

    assert figures.figure(guided, question.replace(association="A")).value == 1
    assert figures.figure(guided, question.replace(association="B")).value == 1
    assert figures.gross_and_net(guided, question) == (2, 1, 1)
    assert figures.overlaps(guided, question) == {"0100233488": ["A", "B"]}

    ledger.correct(Entry.objects.filter(association="B"), by=approver, reason="reported by mistake")

    assert figures.gross_and_net(guided, question) == (1, 0, 1)
    assert figures.figure(guided, question.replace(association="B")).value == 0
    assert figures.gross_and_net(guided, question.replace(known=before_correction)) == (2, 1, 1)
    assert list(differences()) == []


def test_kinds_of_counts_over_years(approver, guided, turns, ever, phases):
    day = dt.date
    post([line(guided, "E1", day(2014, 3, 1)), line(guided, "E2", day(2014, 4, 1))], approver)
    post([line(guided, "E1", day(2016, 3, 1)), line(guided, "E1", day(2016, 9, 1))], approver)
    post([line(guided, "E3", day(2017, 3, 1))], approver)
    phase = Question(as_of=day(2020, 12, 31), since=day(2016, 1, 1))

    found = figures.answer([guided, turns, ever], phase)

    assert {code: item.value for code, item in found.items()} == {"test_guided": 2, "test_turns": 3, "test_ever": 1}
    assert found["test_guided"].series[:2] == [(2016, 1, 1), (2017, 1, 2)]
    assert found["test_ever"].series[:2] == [(2016, 0, 0), (2017, 1, 1)]
    assert figures.figure(ever, Question(as_of=day(2016, 12, 31))).value == 2


def test_subjects_add_up_to_the_figure(approver, guided, ever):
    post([line(guided, "E1", dt.date(2014, 3, 1)), line(guided, "E2"), line(guided, "E2", END)], approver)
    question = Question(as_of=END, since=dt.date(2016, 1, 1))

    for indicator in (guided, ever):
        rows = list(figures.subjects(indicator, question))
        assert [(row["subject"], row["count"], row["entry_count"]) for row in rows] == [("E2", 1, 2)]
        assert figures.figure(indicator, question).value == 1


STATEMENTS = [
    "UPDATE programme_entry SET quantity = 2",
    "DELETE FROM programme_entry",
    "UPDATE programme_posting SET reason = 'x'",
    "DELETE FROM programme_posting",
]
_COLUMNS = {
    "programme_posting": [field.column for field in Posting._meta.concrete_fields],
    "programme_entry": [field.column for field in Entry._meta.concrete_fields],
}


def replacing(table, **changes):
    """INSERT OR REPLACE of every row of a table by itself with other values."""
    columns = _COLUMNS[table]
    values = [changes.get(column, column) for column in columns]
    return f"INSERT OR REPLACE INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {table}"


REPLACEMENTS = [
    replacing("programme_posting", reason="'x'"),
    replacing("programme_entry", quantity="2"),
    replacing("programme_entry", quantity="2", id="NULL"),  # meets the old row by posting and line
]


def test_database_refuses_update_delete_and_replacement(approver, guided):
    post([line(guided)], approver)

    for statement in STATEMENTS + (REPLACEMENTS if connection.vendor == "sqlite" else []):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("UPDATE programme_entry SET quantity = 2 WHERE line = 1", "posting 1: its content does not match its hash"),
        ("DELETE FROM programme_entry WHERE line = 2", "posting 1: line 2 is missing"),
        ("UPDATE programme_rollup SET quantity = 7 WHERE scope = 'association'", "rollup test_guided association A"),
    ],
)
def test_verify_names_the_place_of_tampering(approver, guided, statement, place, capsys):
    post([line(guided), line(guided, "0314409058")], approver)
    triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement)
    triggers.install(connection)

    with pytest.raises(CommandError) as error:
        call_command("verify_ledger")

    assert error.value.returncode == 1
    assert place in capsys.readouterr().err


def test_verify_reports_missing_triggers():
    triggers.remove(connection)

    assert any("trigger programme_entry_refuse" in sentence for sentence in differences())

    triggers.install(connection)


def test_triggers_of_an_older_version_are_replaced(approver, guided):
    post([line(guided)], approver)
    toothless = {
        "sqlite": [
            "DROP TRIGGER programme_entry_refuse_update",
            "CREATE TRIGGER programme_entry_refuse_update BEFORE UPDATE ON programme_entry WHEN 0 BEGIN SELECT 1; END",
        ],
        "postgresql": [
            "DROP TRIGGER programme_entry_refuse ON programme_entry",
            "CREATE TRIGGER programme_entry_refuse BEFORE UPDATE ON programme_entry "
            "FOR EACH ROW WHEN (false) EXECUTE FUNCTION programme_ledger_refuse()",
        ],
    }[connection.vendor]
    with connection.cursor() as cursor:
        for statement in toothless:
            cursor.execute(statement)

    triggers.install(connection)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE programme_entry SET quantity = 2")


@pytest.mark.postgres  # on SQLite a name belongs to one trigger, always awake
def test_verify_finds_a_trigger_on_another_table_or_asleep():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE programme_entry ENABLE REPLICA TRIGGER programme_entry_refuse")
        cursor.execute("DROP TRIGGER programme_posting_refuse ON programme_posting")
        cursor.execute(
            "CREATE TRIGGER programme_posting_refuse BEFORE DELETE ON programme_rollup "
            "FOR EACH ROW EXECUTE FUNCTION programme_ledger_refuse()"
        )

    assert triggers.missing(connection) == ["programme_entry_refuse", "programme_posting_refuse"]


def test_closed_period_refuses_and_correction_goes_to_the_open_one(approver, guided):
    posting = post([line(guided)], approver)
    period = LedgerPeriod.objects.create(name="T2016", starts_on=dt.date(2016, 1, 1), ends_on=END)
    ledger.close_period(period, by=approver, reason="year closed")

    with pytest.raises(ledger.LedgerError, match="T2016"):
        post([line(guided, "E9")], approver)
    ledger.correct(posting.entries.all(), by=approver, reason="wrong")

    year = Question(as_of=END, since=dt.date(2016, 1, 1))
    assert figures.figure(guided, year).value == 1
    assert figures.figure(guided, Question(as_of=timezone.localdate())).value == 0
    assert Posting.objects.count() == 2


def test_an_entry_is_taken_back_once(approver, guided):
    posting = post([line(guided)], approver)
    ledger.correct(posting.entries.all(), by=approver, reason="wrong")

    with pytest.raises(ledger.LedgerError):
        ledger.correct(posting.entries.all(), by=approver, reason="wrong again")


def test_a_correction_is_not_taken_back(approver, guided):
    posting = post([line(guided)], approver)
    correction = ledger.correct(posting.entries.all(), by=approver, reason="wrong")

    with pytest.raises(ledger.LedgerError):
        ledger.correct(correction.entries.all(), by=approver, reason="wrong again")


def test_a_correction_names_the_posting_only_when_it_is_one(approver, guided):
    first = post([line(guided, "E1"), line(guided, "E2")], approver)
    second = post([line(guided, "E3")], approver)
    one, other = first.entries.order_by("line")

    assert ledger.correct([one], by=approver, reason="wrong").corrects == first
    assert ledger.correct([other, second.entries.get()], by=approver, reason="wrong").corrects is None
    assert list(differences()) == []


def test_taking_back_many_entries_takes_as_many_queries_as_one(approver, guided):
    posting = post([line(guided, f"E{number}") for number in range(30)], approver)
    entries = list(Entry.objects.filter(posting=posting).order_by("line"))
    with CaptureQueriesContext(connection) as one:
        ledger.correct(entries[:1], by=approver, reason="wrong")
    with CaptureQueriesContext(connection) as many:
        ledger.correct(entries[1:], by=approver, reason="wrong")

    assert len(many) == len(one)


def test_rollups_and_entries_give_the_same(approver, guided, turns, ever, phases):
    """The same question with ``known`` set to the head is forced through the entries by an as-of in mid-year."""
    rows = [
        ("E1", 2013, "A", "63-01"),
        ("E1", 2016, "B", "63-01"),
        ("E2", 2016, "A", "63-79"),
        ("E2", 2018, "A", "63-01"),
    ]
    for subject, year, association, province in rows:
        post([line(guided, subject, dt.date(year, 6, 1), association=association, province=province)], approver)
    indicators = [guided, turns, ever]
    head = Posting.objects.count()
    for year in (2013, 2016, 2018, 2020):
        for since in (None, dt.date(2016, 1, 1), dt.date(year, 1, 1)):
            for extra in ({}, {"province": "63-01"}, {"association": "A"}, {"association": "A", "province": "63-01"}):
                rolled = Question(as_of=dt.date(year, 12, 31), since=since, **extra)
                # A day without entries just before the year's end cannot be answered by rollups.
                counted = rolled.replace(as_of=dt.date(year, 12, 30), known=head)
                for code, found in figures.answer(indicators, rolled).items():
                    other = figures.answer(indicators, counted)[code]
                    assert (found.value, found.series) == (other.value, other.series), (code, rolled)
                for by in ("province", "association"):
                    assert figures.breakdown(indicators, rolled, by) == figures.breakdown(indicators, counted, by)
    assert Rollup.objects.exists()


def test_rollups_of_an_older_layout_are_made_anew_by_migrate(approver, guided):
    post([line(guided, province="63-01")], approver)
    Rollup.objects.exclude(province="").delete()
    LedgerHead.objects.update(rollup_layout=Rollup.LAYOUT - 1)

    call_command("migrate", verbosity=0)

    assert list(differences()) == []
    assert LedgerHead.objects.get().rollup_layout == Rollup.LAYOUT


def test_an_answer_is_kept_while_the_ledger_stands_and_no_longer(approver, guided):
    question = Question(as_of=END)
    post([line(guided, "E1")], approver)

    def value():
        return figures.sheet([guided], question, {}, LedgerHead.objects.get())[0][guided.code].value

    assert value() == 1
    with CaptureQueriesContext(connection) as asked:
        assert value() == 1
    assert len(asked) == 1  # the head alone
    post([line(guided, "E2")], approver)
    assert value() == 2
