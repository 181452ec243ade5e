from itertools import pairwise

import pytest

from digitcam.networks.events import Event, Stage
from digitcam.networks.stages import CONVERSION, MIN_ADVANCE, PLANS, Part, Stages

PLAN = (Part("loading", 10), Part("rendering", 20), Part("training", 50), Part("rendering", 10), Part("testing", 10))


class Job:
    """A job whose clock is set by hand."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self.events: list[Event] = []
        self.stages = Stages(PLAN, self.events.append, 100.0, lambda: self.now_s)

    def newest(self) -> Stage:
        event = self.events[-1]
        assert isinstance(event, Stage)
        return event


def test_begin_reports_the_stage_and_its_share() -> None:
    job = Job()
    job.stages.begin("loading")
    assert job.events == [Stage("loading", 0.0, 0.1, 10.0, None)]


def test_begin_on_a_machine_of_half_the_speed_doubles_the_time_left() -> None:
    job = Job()
    job.stages.begin("loading")
    job.now_s += 20
    job.stages.begin("rendering")
    assert job.newest() == Stage("rendering", 0.1, 0.3, 40.0, 180.0)
    assert job.stages.rest_s() == 140.0


def test_begin_same_name_again_is_the_next_one_and_left_out_stages_count_as_done() -> None:
    job = Job()
    for name in ("loading", "rendering", "rendering"):
        job.now_s += 1
        job.stages.begin(name)
    assert job.newest().fraction == 0.8
    job.stages.begin("loading")(0.5)
    assert job.newest().stage == "rendering"


def test_advance_reports_only_what_can_be_seen() -> None:
    job = Job()
    on_done = job.stages.begin("rendering")
    for number in range(1, 1001):
        on_done(number / 1000)
    fractions = [event.fraction for event in job.events if isinstance(event, Stage)]
    assert len(fractions) <= 0.2 / MIN_ADVANCE + 1
    assert all(later > sooner for sooner, later in pairwise(fractions))
    assert fractions[-1] >= 0.29


def test_stages_without_a_plan_are_silent() -> None:
    events: list[Event] = []
    stages = Stages((), events.append)
    stages.begin("loading")(0.5)
    assert (events, stages.fraction(0.5), stages.rest_s()) == ([], 0.0, 0.0)


@pytest.mark.parametrize("plan", [*PLANS.values(), CONVERSION])
def test_plans_begin_with_loading_which_tells_the_speed(plan: tuple[Part, ...]) -> None:
    assert plan[0].stage == "loading"
    assert all(part.seconds > 0 for part in plan)
