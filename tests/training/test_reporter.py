from digitcam.networks.events import Epoch, Event, Step
from digitcam.training.reporter import ProgressReporter


def test_progress_reporter_estimates_time_left_from_pace() -> None:
    events: list[Event] = []
    ticks = iter([7.0, 8.0, 9.0, 10.0, 12.0])
    reporter = ProgressReporter(events.append, epochs=2, batches=2, started=0.0, clock=lambda: next(ticks))
    for epoch in (1, 2):
        reporter.begin_epoch(epoch)
        for batch in (1, 2):
            reporter.end_batch(batch, 0.5, 0.5)
    reporter.end_epoch(0.1, 0.9, 0.95)
    left = [event.seconds_left for event in events if isinstance(event, Step)]
    # The pace is not known after the first batch; then each batch takes a second, and the end five.
    assert left == [5.0, 7.0, 6.0, 5.0]
    assert events[-1] == Epoch(2, 2, 0.1, 0.9, 0.95, 12.0)
