from itertools import pairwise

import msgspec
import pytest

from digitcam.networks.events import Converting, Done, Epoch, Event, Failed, Stage, Step, Waiting, from_json, to_json
from digitcam.networks.progress import Progress, advanced

STEP = Step(2, 5, 215, 430, 0.1, 0.97, 30.0, 0.4)
STAGE = Stage("rendering", 0.1, 0.3, 4.0, 50.0)
EVENTS = [
    Waiting(),
    Converting(),
    STAGE,
    STEP,
    Epoch(2, 5, 0.1, 0.97, 0.98, 20.0),
    Done(0.995, 61.0, "m"),
    Failed("full"),
]


@pytest.mark.parametrize("event", EVENTS)
def test_from_json_returns_what_to_json_wrote(event: Event) -> None:
    line = to_json(event)
    assert "\n" not in line
    assert from_json(line + "\n") == event


def test_to_json_line_is_ascii_with_the_documented_fields() -> None:
    assert to_json(Done(0.995, 61.0, "Größe/m")) == (
        '{"event": "done", "test_accuracy": 0.995, "seconds": 61.0, "path": "Gr\\u00f6\\u00dfe/m", "reused": false}'
    )


@pytest.mark.parametrize(
    "line", ["", "\n", "[]", "1", "{}", '{"event": "nap"}', '{"event": "step"}', "{\x00", '"done"']
)
def test_from_json_other_lines_return_none(line: str) -> None:
    assert from_json(line) is None


@pytest.mark.parametrize(
    ("event", "phase", "running"),
    zip(
        EVENTS,
        ["waiting", "converting", "training", "training", "idle", "done", "failed"],
        [True, True, True, True, False, False, False],
        strict=True,
    ),
)
def test_advanced_event_sets_the_phase(event: Event, phase: str, running: bool) -> None:
    progress = advanced(Progress(), event)
    assert progress.phase == phase
    assert progress.running is running


def test_from_json_step_without_later_fields_is_read() -> None:
    line = '{"event": "step", "epoch": 1, "epochs": 2, "batch": 1, "batches": 4, "loss": 1, "accuracy": 0.5, '
    assert isinstance(from_json(line + '"seconds_left": 9.5}'), Step)


def test_advanced_whole_training_never_goes_back() -> None:
    progress = Progress(phase="training")
    shown = []
    events: list[Event] = [STAGE]
    for epoch in (1, 2):
        done = 0.3 + 0.2 * epoch
        events += [Step(epoch, 2, batch, 2, 0.5, 0.5, 80.0 - batch, done + batch / 20) for batch in (1, 2)]
        events += [Epoch(epoch, 2, 0.5, 0.6, 0.9 + epoch / 100, 5.0)]
    events += [Stage("testing", 0.85, 1.0, 5.0, 70.0), Stage("testing", 0.95, 1.0, 2.0, 1.0)]
    for event in events:
        progress = advanced(progress, event)
        shown += [progress, progress.after(3.0), progress := progress.after(200.0)]
    assert [each.fraction for each in shown] == sorted(each.fraction for each in shown)
    left = [each.seconds_left for each in shown if each.seconds_left is not None]
    assert left == sorted(left, reverse=True)
    assert left[-1] >= 0
    assert progress.fraction <= 1
    assert progress.accuracy == 0.92
    assert advanced(progress, Done(0.99, 20.0, "m")) == Progress(
        phase="done", fraction=1.0, accuracy=0.99, seconds_left=0.0
    )


def test_after_moves_at_once_and_stays_within_the_stage() -> None:
    progress = advanced(Progress(), STAGE)
    fractions = [progress.after(seconds).fraction for seconds in (0, 1, 4, 40, 4000)]
    assert fractions[:1] == [0.1]
    assert all(later > sooner for sooner, later in pairwise(fractions))
    assert fractions[-1] <= STAGE.until


def test_after_ended_job_stays() -> None:
    failed = advanced(advanced(Progress(), STAGE), Failed("full"))
    assert failed.after(10.0) == failed


def test_advanced_conversion_stays_one_in_its_stages() -> None:
    progress = advanced(advanced(Progress(), Converting()), replace_stage("testing"))
    assert (progress.phase, progress.stage) == ("converting", "testing")


def replace_stage(name: str) -> Stage:
    return msgspec.structs.replace(STAGE, stage=name)


def test_advanced_accuracy_is_of_held_out_images_after_the_first_epoch() -> None:
    first = advanced(Progress(), msgspec.structs.replace(STEP, epoch=1))
    assert first.accuracy == 0.97
    assert advanced(advanced(first, Epoch(1, 5, 0.1, 0.97, 0.99, 1.0)), STEP).accuracy == 0.99
