"""Tables of the enterprises: who they are, the support they got, the training of their people."""

from enterprises.models.enterprises import Affiliation, Branch, Enterprise
from enterprises.models.supports import Measurement, Support
from enterprises.models.training import Enrolment, Trainee, TrainingCourse

__all__ = [
    "Affiliation",
    "Branch",
    "Enrolment",
    "Enterprise",
    "Measurement",
    "Support",
    "Trainee",
    "TrainingCourse",
]
