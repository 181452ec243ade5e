"""Events of a training process: one JSON object per line between processes."""

import json
from typing import Final, Literal, TypeAlias

import msgspec

StageName: TypeAlias = Literal["loading", "rendering", "comparing", "preparing", "training", "converting", "testing"]
"""What a job does: load libraries and data, render pictures, compare networks, build the training step, train, convert
the network for LiteRT, and test it."""


class _Event(msgspec.Struct, frozen=True, tag_field="event", tag=str.lower):
    """Base of all events; the JSON field ``event`` holds the class's name in lower case."""


class Waiting(_Event, frozen=True):
    """Another process holds the lock; repeated about once a second until it is released."""


class Converting(_Event, frozen=True):
    """An existing network is being converted and tested."""


class Stage(_Event, frozen=True):
    """A stage has begun or advanced.

    Attributes:
        stage: Which one.
        fraction: Finished share of the job, 0 to 1.
        until: Finished share of the job at the end of the stage.
        stage_seconds_left: Expected time until then, seconds.
        seconds_left: Estimated time until the job ends, seconds; None while nothing tells how fast the machine is.
    """

    stage: StageName
    fraction: float
    until: float
    stage_seconds_left: float
    seconds_left: float | None = None


class Step(_Event, frozen=True):
    """A training step has finished.

    Attributes:
        epoch: Pass over the data, from 1.
        epochs: Number of passes.
        batch: Step within the epoch, from 1.
        batches: Steps per epoch.
        loss: Mean loss of this epoch so far.
        accuracy: Accuracy on this epoch's training images so far, 0 to 1.
        seconds_left: Estimated time until the job ends, seconds.
        fraction: Finished share of the job, 0 to 1.
    """

    epoch: int
    epochs: int
    batch: int
    batches: int
    loss: float
    accuracy: float
    seconds_left: float
    fraction: float = 0.0


class Epoch(_Event, frozen=True):
    """A pass over the data has finished.

    Attributes:
        epoch: Pass over the data, from 1.
        epochs: Number of passes.
        loss: Mean loss of the epoch.
        accuracy: Accuracy on the augmented training images, 0 to 1.
        validation_accuracy: Accuracy on images held out from the training split, without augmentation, 0 to 1.
        seconds: Time since the job began, seconds.
    """

    epoch: int
    epochs: int
    loss: float
    accuracy: float
    validation_accuracy: float
    seconds: float


class Done(_Event, frozen=True):
    """The network is in place; the last event of a job that succeeded.

    Attributes:
        test_accuracy: On the 10,000 test images, 0 to 1.
        seconds: Time that the job took, seconds.
        path: The network's file.
        reused: Whether another process made it while this one waited.
        note: How a network from elsewhere was adapted, as sentences; unset if it was not, and then not in JSON.
    """

    test_accuracy: float
    seconds: float
    path: str
    reused: bool = False
    note: str | msgspec.UnsetType = msgspec.UNSET


class Failed(_Event, frozen=True):
    """The job has failed; its last event.

    Attributes:
        message: What happened and what to do.
    """

    message: str


Event: TypeAlias = Waiting | Converting | Stage | Step | Epoch | Done | Failed

_decoder: Final[msgspec.json.Decoder[Event]] = msgspec.json.Decoder(Event)


def to_json(event: Event) -> str:
    """Return an event as one line without its end.

    Examples:
        >>> to_json(Failed("The disk is full."))
        '{"event": "failed", "message": "The disk is full."}'
    """
    # Not msgspec's encoder, which writes UTF-8: ASCII survives whatever encoding standard output has.
    return json.dumps(msgspec.to_builtins(event))


def from_json(line: str) -> Event | None:
    """Return the event in a line; None if there is none, since libraries may print to the same stream.

    Examples:
        >>> from_json('{"event": "waiting"}')
        Waiting()
        >>> from_json("Downloading data") is None
        True
    """
    try:
        return _decoder.decode(line)
    except msgspec.MsgspecError:
        return None
