"""About 2,000 made-up enterprises in every province and nearly every sector, with their associations."""

import itertools

from stdnum.vn import mst

from enterprises.models import Affiliation, Branch, Enterprise
from portal.demonstration.world import ASSOCIATIONS
from programme.models import Size

COUNT = 2_000
SHARED = 110  # members of two associations: where overlaps come from
WITHOUT_CODE, HOUSEHOLDS, BRANCHES = 3, 5, 12
LONG_NAMES = 25
_BIG_PLACES = {"01": 26, "79": 30, "74": 14, "75": 12, "31": 9, "48": 8, "92": 7, "27": 8, "30": 6, "36": 6, "80": 6}
_CAPITAL = "01"
# Sections in which no enterprise of the programme works: the state, households as employers, foreign bodies.
_LEFT_OUT = frozenset("OTU")
_PAIRS = (
    ("VITAS", "LEFASO"),
    ("VASEP", "FFA"),
    ("VEIA", "VASI"),
    ("VAMI", "VASI"),
    ("VPA", "VASI"),
    ("VITAS", "HANOISME"),
)
# Per size: share, employees, and VND billions of revenue and capital; inside the criteria of Decree 80/2021.
_SIZES = (
    (Size.MICRO, 22, (3, 10), (0.4, 2.8), (0.3, 2.5)),
    (Size.SMALL, 44, (12, 48), (4, 45), (3, 18)),
    (Size.MEDIUM, 22, (110, 195), (110, 195), (55, 95)),
    (Size.LARGE, 12, (260, 3_200), (330, 4_500), (120, 2_600)),
)
# In trade and services the employees of a medium enterprise end at 100.
_TRADE_MEDIUM_EMPLOYEES = (55, 98)
_PRODUCTION = frozenset("ABCDEF")


def make(world):
    """Create enterprises, affiliations and branches; fill ``world.members`` by association code."""
    codes = list(ASSOCIATIONS)
    weights = [ASSOCIATIONS[code][0] for code in codes]
    fields = {code: _industries(world, code) for code in codes}
    rows, homes, tax_codes = [], [], _tax_codes()
    for number in range(COUNT):
        code = world.rng.choices(codes, weights)[0]
        # Every province first, twice over; then as industry is spread.
        if number < 2 * len(world.provinces) and code == "HANOISME":
            code = "VASI"
        rows.append(_enterprise(world, number, fields[code], _province(world, number, code), next(tax_codes)))
        homes.append(code)
    _flag_some(world, rows)
    Enterprise.objects.bulk_create(rows, batch_size=500)
    _affiliate(world, rows, homes)
    _open_branches(world, rows)


def _industries(world, code):
    if own := sorted(world.associations[code].industries.all(), key=lambda row: row.code):
        return own
    return [row for row in world.divisions if row.section.code not in _LEFT_OUT]


def _province(world, number, code):
    if code == "HANOISME":
        return next(row for row in world.provinces if row.code == _CAPITAL)
    if number < 2 * len(world.provinces):
        return world.provinces[number % len(world.provinces)]
    return world.rng.choices(world.provinces, [_BIG_PLACES.get(row.code, 2) for row in world.provinces])[0]


def _enterprise(world, number, industries, province, tax_code):
    rng, industry = world.rng, world.rng.choice(industries)
    size, _share, employees, revenue, capital = rng.choices(_SIZES, [row[1] for row in _SIZES])[0]
    if size == Size.MEDIUM and industry.section.code not in _PRODUCTION:
        employees = _TRADE_MEDIUM_EMPLOYEES
    return Enterprise(
        name=_name(world, number, industry),
        tax_code=tax_code,
        subject_key=tax_code,
        province=province,
        address=world.texts["address"].format(
            number=rng.randint(1, 90), zone=rng.randint(1, 9), province=province.name_vi
        ),
        industry=industry,
        employees=rng.randint(*employees),
        revenue_vnd=_billions(rng, revenue),
        capital_vnd=_billions(rng, capital),
        size=size,
        representative=world.person(),
        email=f"lienhe@dn{number:04d}.example",
        is_demonstration=True,
    )


def _name(world, number, industry):
    rng, texts = world.rng, world.texts
    trades = texts["trades"].get(industry.code) or [texts["trades_by_section"][industry.section.code]]
    own = " ".join(rng.sample(texts["syllables"], 3))
    form = texts["long_form"] if number % (COUNT // LONG_NAMES) == 7 else rng.choice(texts["legal_forms"])
    return f"{form} {rng.choice(trades)} {own}"


def _tax_codes():
    """Codes with a right check digit that belong to nobody: 00 is the number of no tax office."""
    for serial in itertools.count(7_120_000, 37):
        start = f"00{serial}"
        if len(code := start + mst.calc_check_digit(start)) == 10:  # every eleventh number has no check digit
            yield code


def _billions(rng, bounds):
    return round(rng.uniform(*bounds) * 1_000) * 1_000_000


def _flag_some(world, rows):
    """Some have no tax code and are flagged, some are household businesses with a personal number."""
    for order, row in enumerate(rows[200 : 200 + WITHOUT_CODE]):
        row.tax_code, row.subject_key = None, f"E-{order + 1:032x}"
    for order, row in enumerate(rows[300 : 300 + HOUSEHOLDS]):
        row.name = f"{world.texts['household']} {world.person()}"
        row.tax_code, row.personal_number = None, f"000{order + 1:09d}"
        row.subject_key = f"E-{order + 1001:032x}"
        row.size, row.employees, row.revenue_vnd, row.capital_vnd = Size.MICRO, 4, 900_000_000, 400_000_000


def _affiliate(world, rows, homes):
    pairs = set()
    for row, code in zip(rows, homes, strict=True):
        world.members[code].append(row)
        pairs.add((row.pk, code))
    for number in range(SHARED):
        first, second = _PAIRS[number % len(_PAIRS)]
        row = world.rng.choice(world.members[first])
        if (row.pk, second) not in pairs:
            world.members[second].append(row)
            pairs.add((row.pk, second))
    Affiliation.objects.bulk_create(
        Affiliation(enterprise_id=pk, association=world.associations[code]) for pk, code in sorted(pairs)
    )


def _open_branches(world, rows):
    chosen = [row for row in rows if row.tax_code and row.size == Size.LARGE][:BRANCHES]
    Branch.objects.bulk_create(
        Branch(
            enterprise=row,
            code=f"{row.tax_code}-001",
            name=world.texts["branch"].format(province=place.name_vi),
            province=place,
        )
        for row, place in zip(chosen, world.rng.choices(world.provinces, k=len(chosen)), strict=True)
    )
