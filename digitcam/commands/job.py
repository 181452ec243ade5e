"""Print the events of ``train`` and ``convert``, and end the process in order."""

import os
import sys
from collections.abc import Callable
from typing import Final, NoReturn, TypeAlias

import click

from digitcam.commands.output import show
from digitcam.commands.parent import INTERRUPTED, ends_in_order
from digitcam.errors import DigitcamError
from digitcam.networks.events import Converting, Done, Epoch, Event, Failed, Stage, Step, Waiting, to_json
from digitcam.reporting.printable import printable

Report: TypeAlias = Callable[[Event], None]

BATCHES_PER_LINE: Final = 50
"""Where the output is not a terminal, one line is printed per this many batches."""


def run(work: Callable[[Report], None], as_json: bool) -> None:
    """Run a job and print the events that it reports.

    Ends the process after Ctrl-C, SIGTERM, or the end of the parent that started it (status 130), and when standard
    output has been closed (status 1).

    Args:
        work: The job; its argument takes the events.
        as_json: Print one JSON object per line, and nothing else, on standard output.

    Raises:
        click.ClickException: If the job raises `DigitcamError`; with its message.
    """
    report = _show_json if as_json else _show_text
    try:
        try:
            with ends_in_order():
                work(report)
        except DigitcamError as exc:
            if as_json:
                _show_json(Failed(str(exc)))
            raise click.ClickException(str(exc)) from exc
    except KeyboardInterrupt:
        click.echo("\nInterrupted.", err=True)
        _exit_now(INTERRUPTED)
    except BrokenPipeError:
        _exit_now(1)


def _exit_now(status: int) -> NoReturn:
    """End the process at once. The job has already removed its unfinished files.

    ``sys.exit`` would flush standard output, which fails again if it is closed, and finalise Python while threads of
    TensorFlow still call it, which aborts the process.
    """
    sys.stderr.flush()
    os._exit(status)


def _show_json(event: Event) -> None:
    click.echo(to_json(event))


def _show_text(event: Event) -> None:
    terminal = sys.stdout.isatty()
    if isinstance(event, Step):
        if terminal:
            click.echo(f"\r{step_line(event)}\x1b[K", nl=False)
        elif event.batch % BATCHES_PER_LINE == 0:
            click.echo(step_line(event))
        return
    if isinstance(event, Stage):
        if terminal:
            click.echo(f"\r{stage_line(event)}\x1b[K", nl=False)
        return
    show(("\r\x1b[K" if terminal else "") + printable(event_line(event)))


def step_line(step: Step) -> str:
    """Return a line for a training step.

    Examples:
        >>> step_line(Step(2, 5, 130, 430, 0.0713, 0.9776, 41.3))
        'Epoch 2/5, batch 130/430: loss 0.0713, accuracy 97.76 %, 41 s left'
    """
    return (
        f"Epoch {step.epoch}/{step.epochs}, batch {step.batch}/{step.batches}: loss {step.loss:.4f}, "
        f"accuracy {100 * step.accuracy:.2f} %, {step.seconds_left:.0f} s left"
    )


def stage_line(stage: Stage) -> str:
    """Return a line for a stage.

    Examples:
        >>> stage_line(Stage("rendering", 0.12, 0.2, 4.0, 61.0))
        '12 %: rendering, 61 s left'
    """
    left = "" if stage.seconds_left is None else f", {stage.seconds_left:.0f} s left"
    return f"{100 * stage.fraction:.0f} %: {stage.stage}{left}"


def event_line(event: Waiting | Converting | Epoch | Done | Failed) -> str:
    """Return a line for any other event.

    Examples:
        >>> event_line(Done(0.9951, 61.2, "models/model.keras"))
        'Test accuracy 99.51 %, 61 s. The network is in models/model.keras'
        >>> event_line(Done(0.9, 6.5, "own.keras", note="Its outputs were logits; a softmax was added."))
        'Test accuracy 90.00 %, 6 s. The network is in own.keras. Its outputs were logits; a softmax was added'
    """
    match event:
        case Waiting():
            return "Another process is training; waiting for it"
        case Converting():
            return "Converting and testing the network"
        case Epoch():
            return (
                f"Epoch {event.epoch}/{event.epochs}: loss {event.loss:.4f}, accuracy {100 * event.accuracy:.2f} %, "
                f"on held-out images {100 * event.validation_accuracy:.2f} %, {event.seconds:.0f} s"
            )
        case Done():
            origin = "; another process trained it" if event.reused else ""
            took = f"Test accuracy {100 * event.test_accuracy:.2f} %, {event.seconds:.0f} s"
            note = f". {event.note.removesuffix('.')}" if event.note else ""
            return f"{took}. The network is in {event.path}{origin}{note}"
        case Failed():
            return event.message
