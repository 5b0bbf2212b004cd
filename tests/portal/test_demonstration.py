"""The demonstration set: complete, consistent, marked, loaded once."""

import datetime as dt
import hashlib
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import transaction
from django.db.models import F, Max, Min, Q, Sum
from django.test import override_settings
from django.utils import timezone

from accounts.models import Mail, Notification, User
from accounts.roles import Role
from associations import reference_data as association_data
from associations.models import (
    Acceptance,
    Agreement,
    Annex,
    Funding,
    LockException,
    Milestone,
    Need,
    NumberSeries,
    PeriodicReport,
    SolutionPackage,
    Workshop,
)
from associations.money import warnings
from enterprises import quotas
from enterprises.models import Enrolment, Enterprise, Measurement, Support, Trainee, TrainingCourse
from enterprises.sizes import classify
from enterprises.validators import validate_tax_code
from portal import demonstration
from portal.demonstration import people
from programme import figures, reference_data
from programme.figures import Question
from programme.models import AggregateRecord, Document, Entry, Indicator, LedgerPeriod, Posting, Programme, Standard
from programme.verification import differences

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

END_OF_2020 = Question(as_of=dt.date(2020, 12, 31))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("demonstration")


@pytest.fixture(scope="module", autouse=True)
def _loaded(folder, django_db_setup, django_db_blocker):
    """Load once for the whole file, in a transaction that is rolled back at its end."""
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=folder, VAR_DIR=folder), transaction.atomic():
        reference_data.load()
        association_data.load()
        call_command("load_demonstration", verbosity=0)
        yield
        transaction.set_rollback(True)


def about(number, share=0.12):
    return pytest.approx(number, rel=share)


def row_counts():
    return {
        model._meta.label: model.objects.count()
        for model in apps.get_models()
        if model.__module__.startswith(("accounts", "programme", "associations", "enterprises"))
    }


def test_the_ledger_is_sound():
    assert list(differences()) == []
    assert not Posting.objects.filter(is_demonstration=False).exists()


def test_a_second_load_changes_nothing():
    before = row_counts()

    call_command("load_demonstration", verbosity=0)

    assert row_counts() == before


def test_its_size_is_as_announced():
    assert Enterprise.objects.count() == 2_000
    assert Support.objects.count() == about(3_000)
    assert TrainingCourse.objects.count() == about(150)
    assert Trainee.objects.count() == about(4_000)


def test_every_state_can_be_seen():
    assert set(Agreement.objects.values_list("status", flat=True)) == set(Agreement.Status.values)
    assert set(Agreement.objects.values_list("kind", flat=True)) == set(Agreement.Kind.values)
    assert set(PeriodicReport.objects.values_list("status", flat=True)) == set(PeriodicReport.Status.values)
    assert set(SolutionPackage.objects.values_list("status", flat=True)) == set(SolutionPackage.Status.values)
    assert set(Standard.objects.values_list("status", flat=True)) == set(Standard.Status.values)
    assert set(Need.objects.values_list("status", flat=True)) == set(Need.Status.values)
    assert set(Milestone.objects.values_list("status", flat=True)) == set(Milestone.Status.values)
    assert set(Acceptance.objects.values_list("outcome", flat=True)) == set(Acceptance.Outcome.values)
    assert set(Support.objects.values_list("status", flat=True)) == {"recorded", "submitted", "accepted", "corrected"}
    assert set(User.objects.values_list("role", flat=True)) == set(Role.values)


def test_the_rules_have_something_to_show():
    today = timezone.localdate()
    exceptions = {row.status: row for row in LockException.objects.all()}
    assert set(exceptions) == {"waiting", "approved", "closed"}
    assert exceptions["approved"].is_valid
    assert exceptions["closed"].expires_at < timezone.now()
    assert exceptions["waiting"].agreement.status == "settled"
    assert Agreement.objects.expiring_by(today + dt.timedelta(60)).exists()
    assert PeriodicReport.objects.overdue_on(today).exists()
    assert PeriodicReport.objects.get(status="returned").reviews.get(action="returned").comments.exists()
    assert Posting.objects.filter(kind="correction", corrects__isnull=False).exists()
    assert LedgerPeriod.objects.exclude(closed_at=None).get().name == "2011"
    assert Enterprise.objects.filter(tax_code=None, personal_number=None).count() == 3
    assert Enterprise.objects.exclude(personal_number=None).exists()
    assert TrainingCourse.objects.with_named_trainees().filter(declared_trainees=25, named_trainees=22).exists()
    assert AggregateRecord.objects.filter(posting=None).exists()
    assert Annex.objects.filter(kind="amendment").exists()
    assert Measurement.objects.exclude(after_12_months=None).exists()
    assert Notification.objects.filter(read_at=None).exists()
    assert not Notification.objects.filter(emailed_at=None).exists()
    assert not Mail.objects.exists()
    assert all(workshop.conclusions.exists() for workshop in Workshop.objects.all())


def test_every_province_and_many_sectors_have_enterprises():
    assert Enterprise.objects.values("province").distinct().count() == 63
    assert Enterprise.objects.values("industry__section").distinct().count() >= 15
    assert Enterprise.objects.values("industry").distinct().count() >= 60


def test_tax_codes_and_sizes_obey_the_rules():
    today = timezone.localdate()
    found = Enterprise.objects.select_related("industry__section")
    for enterprise in found.exclude(tax_code=None):
        validate_tax_code(enterprise.tax_code)
        assert enterprise.subject_key == enterprise.tax_code
    for enterprise in found.order_by("pk")[:150]:
        size = classify(
            enterprise.industry,
            employees=enterprise.employees,
            revenue_vnd=enterprise.revenue_vnd,
            capital_vnd=enterprise.capital_vnd,
            on=today,
        )
        assert enterprise.size == size, enterprise


def test_numbers_of_agreements_have_no_gap():
    serials = defaultdict(list)
    for kind, year, serial in Agreement.objects.exclude(serial=None).values_list("kind", "year", "serial"):
        serials[kind, year].append(serial)
    for found in serials.values():
        assert sorted(found) == list(range(1, len(found) + 1))
    assert {(row.kind, row.year): row.last for row in NumberSeries.objects.all()} == {
        key: len(found) for key, found in serials.items()
    }


def test_agreements_pass_the_checks_of_the_forms():
    for agreement in Agreement.objects.all():
        agreement.full_clean(exclude=["folded"])
        assert agreement.history.count() >= 1
        assert agreement.history.first().status == agreement.status


@pytest.mark.parametrize("model", [Support, TrainingCourse])
def test_results_lie_within_their_package_report_and_past(model):
    outside = model.objects.filter(
        Q(starts_on__lt=F("package__starts_on"))
        | Q(ends_on__gt=F("package__ends_on"))
        | Q(ends_on__lt=F("report__period_starts_on"))
        | Q(ends_on__gt=F("report__period_ends_on"))
        | Q(ends_on__gt=timezone.localdate())
        | ~Q(report__agreement=F("package__agreement"))
    )
    assert not outside.exists()
    assert not model.objects.filter(is_demonstration=False).exists()


def test_packages_lie_within_their_agreement():
    assert not SolutionPackage.objects.filter(
        Q(starts_on__lt=F("agreement__starts_on")) | Q(ends_on__gt=F("agreement__ends_on"))
    ).exists()


def test_one_package_is_over_its_quota():
    over = [
        package.code
        for package in quotas.with_use(SolutionPackage.objects.all())
        if any(use.excess for use in quotas.uses(package).values())
    ]
    assert len(over) == 1


def test_money_never_grows_from_state_to_state():
    sums = defaultdict(Counter)
    for row in Funding.objects.values("agreement", "source", "state").annotate(total=Sum("amount_vnd")):
        sums[row["agreement"], row["source"]][row["state"]] = row["total"]
    assert sums
    for found in sums.values():
        assert found["planned"] >= found["committed"] >= found["disbursed"] >= found["settled"]
    assert not Funding.objects.filter(agreement__kind="memorandum").exists()


def test_money_warns_of_each_kind():
    today, found = timezone.localdate(), set()
    for agreement in Agreement.objects.filter(status="in_force"):
        steps, lines = list(agreement.milestones.all()), list(agreement.funding.all())
        found |= {(agreement.association.code, words.split()[0]) for words in warnings(agreement, steps, lines, today)}
    codes = {code for code, _words in found}
    assert {"VEIA", "VAMI"} <= codes


def test_accepted_results_are_in_the_ledger_and_nothing_else():
    accepted = Support.objects.filter(status__in=["accepted", "corrected"]).count()
    assert Entry.objects.filter(source_type="enterprises.support", corrects=None).count() == accepted
    assert Entry.objects.filter(source_type="enterprises.trainingcourse").count() == (
        TrainingCourse.objects.accepted().count()
    )
    assert Entry.objects.filter(source_type="enterprises.enrolment").count() == (
        Enrolment.objects.filter(course__status="accepted").count()
    )
    assert not PeriodicReport.objects.filter(status="accepted", posting=None).exists()


def test_moments_replay_the_years():
    postings = list(Posting.objects.order_by("sequence").values_list("recorded_at", flat=True))
    assert postings == sorted(postings)
    assert postings[0].year == 2011
    span = Entry.objects.aggregate(first=Min("happened_on"), last=Max("happened_on"))
    assert span["first"].year == 2010
    assert span["last"] <= timezone.localdate()


def test_headlines_have_values_and_one_enterprise_counts_once():
    headlines = list(Indicator.objects.exclude(headline_position=None))
    for code, figure in figures.answer(headlines, END_OF_2020).items():
        assert figure.value, code
    guided = Indicator.objects.get(code="enterprises_guided")
    gross, overlap, net = figures.gross_and_net(guided, END_OF_2020)
    assert overlap > 20
    assert gross - overlap == net
    assert figures.figure(Indicator.objects.get(code="tcvn_new"), END_OF_2020).unlisted > 0


def test_the_correction_left_what_was_known_before():
    of_supports = Posting.objects.filter(kind="correction", entries__source_type="enterprises.support")
    correction = of_supports.order_by("sequence").first()
    turns = Indicator.objects.get(code="enterprise_support_turns")

    before = figures.figure(turns, END_OF_2020.replace(known=correction.sequence - 1)).value
    after = figures.figure(turns, END_OF_2020.replace(known=correction.sequence)).value

    assert after == before - 1


def test_corrections_of_reports_are_posted_and_written_and_withdrawn():
    found = {row.status: row for row in PeriodicReport.objects.exclude(corrects=None)}
    assert set(found) == {"accepted", "open", "withdrawn"}
    accepted = found["accepted"]
    assert accepted.posting.corrects == accepted.corrects.posting
    assert accepted.posting.entries.exclude(corrects=None).count() == 2
    kept = accepted.versions.get(kind="acceptance")
    assert kept.ledger_sequence == accepted.posting_id
    assert [(row["entries"], row["quantity"]) for row in kept.content["figures"]] == [(3, -1)]
    assert list(accepted.corrects.supports.filter(status="corrected").order_by("pk").values_list("pk", flat=True)) == (
        list(accepted.taken_back.order_by("line").values_list("line", flat=True))
    )


def test_files_are_what_their_fingerprints_say(folder):
    fingerprints = set()
    for document in Document.objects.all():
        content = Path(folder, document.file.name).read_bytes()
        assert content.startswith(b"%PDF-")
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (document.sha256, document.size_bytes)
        fingerprints.add(document.sha256)
    assert len(fingerprints) == Document.objects.count()
    assert sum(path.stat().st_size for path in folder.rglob("*.pdf")) < 2_000_000


def test_no_real_official_is_named():
    names = [
        *User.objects.values_list("full_name", flat=True),
        *Trainee.objects.values_list("full_name", flat=True),
        *Agreement.objects.values_list("programme_signatory", flat=True),
        *Agreement.objects.values_list("association_signatory", flat=True),
        *Document.objects.values_list("signatory", flat=True),
        *Workshop.objects.values_list("chair", flat=True),
    ]
    assert "Nguyễn Nam Hải" not in names


def test_accounts_are_printed_and_work(folder, client):
    listing = Path(folder, demonstration.ACCOUNTS_FILE).read_text(encoding="utf-8")

    assert people.PASSWORD in listing
    for name in ("canbo", "pheduyet", "quantri", "lanhdao", "kiemtoan", "vitas", "vitas.xem", "vasep"):
        email = f"{name}@{people.DOMAIN}"
        assert email in listing
        assert User.objects.get(email=email).check_password(people.PASSWORD)
    assert not User.objects.filter(is_demonstration=False).exists()


def test_it_stays_out_of_an_installation_with_records_of_its_own(capsys):
    Programme.objects.update(demonstration_loaded_at=None)
    before = row_counts()

    call_command("load_demonstration")

    assert "stays out" in capsys.readouterr().out
    assert row_counts() == before
