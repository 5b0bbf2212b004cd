"""The tone of a status: a table, so that one word looks alike on every page. The word itself is always printed."""

GOOD = "good"
ATTENTION = "attention"
PRIMARY = "primary"
NEUTRAL = "neutral"

# Stored status codes of all apps. What is missing is neutral.
TONES = {
    "accepted": GOOD,
    "completed": GOOD,
    "done": GOOD,
    "in_effect": GOOD,
    "in_force": GOOD,
    "met": GOOD,
    "published": GOOD,
    "settled": GOOD,
    "corrected": ATTENTION,
    "declined": ATTENTION,
    "refused": ATTENTION,
    "expired": ATTENTION,
    "returned": ATTENTION,
    "overdue": ATTENTION,
    "stated": ATTENTION,
    "stopped": ATTENTION,
    "suspended": ATTENTION,
    "terminated": ATTENTION,
    "waiting": ATTENTION,
    "approved": PRIMARY,
    "delivered": PRIMARY,
    "drafting": PRIMARY,
    "in_review": PRIMARY,
    "open": PRIMARY,
    "resubmitted": PRIMARY,
    "running": PRIMARY,
    "signed": PRIMARY,
    "submitted": PRIMARY,
}


def tone_of(code):
    return TONES.get(code, NEUTRAL)
