"""What ``train`` and ``convert`` share: showing events, and ending in order."""

import os
import sys
from collections.abc import Callable
from typing import Final, NoReturn, TypeAlias

import click

from digitcam.errors import DigitcamError
from digitcam.networks.events import Converting, Done, Epoch, Event, Failed, Step, Waiting, to_json

Report: TypeAlias = Callable[[Event], None]

SPARSE: Final = 50
"""Without a terminal, every so manieth batch gets a line."""

INTERRUPTED: Final = 130
"""Exit status that shells give a process ended by Ctrl-C."""


def run(work: Callable[[Report], None], as_json: bool) -> None:
    """Do the work and show what it reports.

    Args:
        work: Is handed where to report to.
        as_json: One object a line and nothing else on standard output.

    The process ends here after Ctrl-C (status 130), and when nobody reads the output any more (1).

    Raises:
        click.ClickException: With the message of what Digitcam can explain.
    """
    show = _show_json if as_json else _show_text
    try:
        try:
            work(show)
        except DigitcamError as exc:
            if as_json:
                _show_json(Failed(str(exc)))
            raise click.ClickException(str(exc)) from exc
    except KeyboardInterrupt:
        click.echo("\nInterrupted.", err=True)
        _leave(INTERRUPTED)
    except BrokenPipeError:
        _leave(1)


def _leave(status: int) -> NoReturn:
    """End at once; all that had to be put in order has been by then.

    An orderly end would flush standard output, which fails again if nobody reads it, and take Python apart while
    threads of TensorFlow's still fetch the next batch from it: that aborts the process.
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
        elif event.batch % SPARSE == 0:
            click.echo(step_line(event))
        return
    click.echo(("\r\x1b[K" if terminal else "") + event_line(event))


def step_line(step: Step) -> str:
    """One batch in a line.

    Examples:
        >>> step_line(Step(2, 5, 130, 430, 0.0713, 0.9776, 41.3))
        'Epoch 2/5, batch 130/430: loss 0.0713, accuracy 97.76 %, 41 s left'
    """
    return (
        f"Epoch {step.epoch}/{step.epochs}, batch {step.batch}/{step.batches}: loss {step.loss:.4f}, "
        f"accuracy {100 * step.accuracy:.2f} %, {step.seconds_left:.0f} s left"
    )


def event_line(event: Waiting | Converting | Epoch | Done | Failed) -> str:
    """Any other event in a line.

    Examples:
        >>> event_line(Done(0.9951, 61.2, "models/model.keras"))
        'Test accuracy 99.51 %, 61 s. The network is in models/model.keras'
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
            return f"{took}. The network is in {event.path}{origin}"
        case Failed():
            return event.message
