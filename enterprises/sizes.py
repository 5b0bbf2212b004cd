"""Size of an enterprise by the criteria in force on a day. Source: Decree 80/2021/NĐ-CP, article 5."""

from programme.models import Size, SizeCriterion

# Sections of the classification that count as agriculture, forestry, fishery, industry and construction.
_PRODUCTION_SECTIONS = frozenset("ABCDEF")


def classify(industry, *, employees, revenue_vnd, capital_vnd, on):
    """Return the ``Size`` code on the day ``on``, or '' where the numbers or the criteria of that day are unknown.

    A class holds when there are no more employees than its bound, and revenue or capital stays within its bound;
    the smallest that holds is the size, and above all of them it is large.
    """
    if employees is None or (revenue_vnd is None and capital_vnd is None):
        return ""
    section = industry.section.code if industry.section_id else industry.code
    group = SizeCriterion.SectorGroup.PRODUCTION if section in _PRODUCTION_SECTIONS else SizeCriterion.SectorGroup.TRADE
    criteria = [
        criterion
        for criterion in SizeCriterion.objects.filter(sector_group=group, valid_from__lte=on).order_by("max_employees")
        if criterion.valid_to is None or criterion.valid_to >= on
    ]
    if not criteria:
        return ""
    for criterion in criteria:
        fits_money = (revenue_vnd is not None and revenue_vnd <= criterion.max_revenue_vnd) or (
            capital_vnd is not None and capital_vnd <= criterion.max_capital_vnd
        )
        if employees <= criterion.max_employees and fits_money:
            return criterion.size
    return Size.LARGE
