# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
from typing import Literal, TypeAlias

from pivotal_runtime.base_models import OpenEnum

PhaseValue: TypeAlias = Literal[
    "before_getting_started", "program_design", "review", "program_buildout", "internal_qa", "launch", "completed"
]


class Phase(OpenEnum):
    """Where an onboarding stands, in order; `completed` is terminal.

    A value that this version doesn't know is accepted and kept.
    """

    BEFORE_GETTING_STARTED = "before_getting_started"
    PROGRAM_DESIGN = "program_design"
    REVIEW = "review"
    PROGRAM_BUILDOUT = "program_buildout"
    INTERNAL_QA = "internal_qa"
    LAUNCH = "launch"
    COMPLETED = "completed"
