import msgspec
import pytest

from digitcam.networks.events import Converting, Done, Epoch, Event, Failed, Step, Waiting, from_json, to_json
from digitcam.networks.progress import Progress, advanced

STEP = Step(2, 5, 215, 430, 0.1, 0.97, 30.0)
EVENTS = [Waiting(), Converting(), STEP, Epoch(2, 5, 0.1, 0.97, 0.98, 20.0), Done(0.995, 61.0, "m"), Failed("full")]


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
        ["waiting", "converting", "training", "idle", "done", "failed"],
        [True, True, True, False, False, False],
        strict=True,
    ),
)
def test_advanced_event_sets_the_phase(event: Event, phase: str, running: bool) -> None:
    progress = advanced(Progress(), event)
    assert progress.phase == phase
    assert progress.running is running


def test_advanced_whole_training_never_goes_back() -> None:
    progress = Progress(phase="training")
    fractions = [progress.fraction]
    for epoch in (1, 2):
        for batch in (1, 2):
            progress = advanced(progress, Step(epoch, 2, batch, 2, 0.5, 0.5, 10.0))
            fractions.append(progress.fraction)
        progress = advanced(progress, Epoch(epoch, 2, 0.5, 0.6, 0.9 + epoch / 100, 5.0))
        assert progress.accuracy == 0.9 + epoch / 100
    progress = advanced(progress, Done(0.99, 20.0, "m"))
    fractions.append(progress.fraction)
    assert fractions == sorted(set(fractions))
    assert progress == Progress(phase="done", fraction=1.0, accuracy=0.99, seconds_left=0.0)


def test_advanced_accuracy_is_of_held_out_images_after_the_first_epoch() -> None:
    first = advanced(Progress(), msgspec.structs.replace(STEP, epoch=1))
    assert first.accuracy == 0.97
    assert advanced(advanced(first, Epoch(1, 5, 0.1, 0.97, 0.99, 1.0)), STEP).accuracy == 0.99
