"""What a training process says while it works: plain values, one JSON object a line between processes."""

import json
from dataclasses import asdict, dataclass
from typing import Final, TypeAlias


@dataclass(frozen=True, slots=True)
class Waiting:
    """Another process holds the lock; sent about once a second until it lets go."""


@dataclass(frozen=True, slots=True)
class Converting:
    """A network that is there already is being converted and measured."""


@dataclass(frozen=True, slots=True)
class Step:
    """One batch has been learnt from.

    Attributes:
        epoch: Which pass over the data this is, from 1.
        epochs: How many there will be.
        batch: Which batch of the epoch this was, from 1.
        batches: How many an epoch has.
        loss: Mean cross entropy of this epoch so far.
        accuracy: Share of this epoch's images read correctly so far, 0 to 1.
        seconds_left: Until the whole job is done, estimated.
    """

    epoch: int
    epochs: int
    batch: int
    batches: int
    loss: float
    accuracy: float
    seconds_left: float


@dataclass(frozen=True, slots=True)
class Epoch:
    """One pass over the data is done.

    Attributes:
        epoch: Which, from 1.
        epochs: How many there will be.
        loss: Mean cross entropy of the epoch.
        accuracy: Share of the varied training images read correctly, 0 to 1.
        validation_accuracy: Share of unvaried images held out from the training split read correctly, 0 to 1.
        seconds: Since training began.
    """

    epoch: int
    epochs: int
    loss: float
    accuracy: float
    validation_accuracy: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Done:
    """The network is in place.

    Attributes:
        test_accuracy: On the 10,000 test images, 0 to 1.
        seconds: That the job took.
        path: Of the network.
        reused: Whether another process made the network while this one waited.
    """

    test_accuracy: float
    seconds: float
    path: str
    reused: bool = False


@dataclass(frozen=True, slots=True)
class Failed:
    """The job has ended without a network.

    Attributes:
        message: What happened and what to do, for people.
    """

    message: str


Event: TypeAlias = Waiting | Converting | Step | Epoch | Done | Failed

_KINDS: Final[dict[str, type[Event]]] = {
    "waiting": Waiting,
    "converting": Converting,
    "step": Step,
    "epoch": Epoch,
    "done": Done,
    "failed": Failed,
}
_NAMES: Final = {kind: name for name, kind in _KINDS.items()}


def to_json(event: Event) -> str:
    """One line, without its end.

    Examples:
        >>> to_json(Failed("The disk is full."))
        '{"event": "failed", "message": "The disk is full."}'
    """
    return json.dumps({"event": _NAMES[type(event)], **asdict(event)})


def from_json(line: str) -> Event | None:
    """The event in a line; None if there is none, since libraries may print to the same stream.

    Examples:
        >>> from_json('{"event": "waiting"}')
        Waiting()
        >>> from_json("Downloading data") is None
        True
    """
    try:
        fields = json.loads(line)
        return _KINDS[fields.pop("event")](**fields)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
