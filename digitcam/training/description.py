"""Describe a finished network: its accuracy on pictures that it has not seen, and its metadata."""

import hashlib
import platform
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Final, TypeAlias

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from digitcam.data.mnist import Mnist
from digitcam.networks.interpreter import InterpreterPool
from digitcam.networks.metadata import Metadata
from digitcam.networks.paper import PaperNetwork
from digitcam.networks.patch import PatchNetwork
from digitcam.networks.separators import SeparatorNetwork
from digitcam.networks.stages import OnDone, ignore
from digitcam.networks.verifier import SIGNATURE, VerifierNetwork
from digitcam.recognition.contract import DETECTION, DIGITS, SEPARATOR
from digitcam.recognition.single import mnist_crops, read_single
from digitcam.training.export import Export
from digitcam.training.gap_data import held_out_gaps
from digitcam.training.patch_data import scale
from digitcam.training.reporter import JobContext

Classify: TypeAlias = Callable[[NDArray[np.uint8]], NDArray[np.float32]]
"""Maps MNIST images (N, 28, 28) to probabilities (N, 10)."""

_CHUNK: Final = 40
"""Images at a time when a network is tested."""

_GAPS: Final = 4000
"""Number of rendered gaps on which the separator network is tested."""

_THREADS: Final = 2
"""Interpreters that run at the same time when a network is tested."""


def describe(architecture: str, net: keras.Model, export: Export, job: JobContext) -> Metadata:
    """Test a network and state what is known about it.

    Args:
        architecture: What to call it.
        net: The Keras network.
        export: The converted network, which is what is tested.
        job: The dataset, when the job began, and its stages.

    Returns:
        The metadata, without the hash of the Keras file.
    """
    accuracy = measure_accuracy(export.content, job.images, job.stages.begin("testing"))
    return Metadata(
        architecture=architecture,
        parameters=int(net.count_params()),
        test_accuracy=accuracy,
        data_sha256=job.images.sha256,
        keras_sha256="",
        litert_sha256=hashlib.sha256(export.content).hexdigest(),
        versions=versions(),
        date=now(),
        seconds=job.elapsed_s(),
        rounding=export.rounding,
    )


def versions() -> dict[str, str]:
    """Return the versions of Python, Keras and TensorFlow."""
    return {"python": platform.python_version(), "keras": keras.__version__, "tensorflow": tf.__version__}


def now() -> str:
    """Return date and time with the time zone, ISO 8601."""
    return datetime.now(UTC).astimezone().isoformat(timespec="seconds")


def measure_accuracy(content: bytes, images: Mnist, on_done: OnDone = ignore) -> float:
    """Measure the share of MNIST's test images that a converted network reads correctly.

    The separator network is tested on rendered gaps instead, which are written with MNIST's training images that no
    training has seen.

    Args:
        content: Content of a ``.tflite`` file of any kind.
        images: The dataset.
        on_done: Takes the finished share.
    """
    pool = InterpreterPool(content)
    if SEPARATOR in pool.signature.outputs:
        return _gap_accuracy(SeparatorNetwork(pool), images, on_done)
    classify = _classifier(pool)

    def right(start: int) -> int:
        chunk = slice(start, start + _CHUNK)
        return int((classify(images.x_test[chunk]).argmax(axis=1) == images.y_test[chunk]).sum())

    total, starts = 0, range(0, len(images.x_test), _CHUNK)
    with ThreadPoolExecutor(_THREADS) as threads:
        for number, count in enumerate(threads.map(right, starts), 1):
            total += count
            on_done(number / len(starts))
    return total / len(images.x_test)


def _gap_accuracy(network: SeparatorNetwork, images: Mnist, on_done: OnDone) -> float:
    gaps = held_out_gaps(images, _GAPS, on_done)
    return float((network(gaps.pictures).argmax(axis=1) == gaps.targets[0][:, :-1].argmax(axis=1)).mean())


def _classifier(pool: InterpreterPool) -> Classify:
    if DETECTION in pool.signature.outputs:
        paper = PaperNetwork(pool)
        return lambda images: read_single(paper, mnist_crops(images))
    if pool.signature.input == SIGNATURE.input:
        verifier = VerifierNetwork(pool)
        return lambda images: verifier(mnist_crops(images))[:, :DIGITS]
    patch = PatchNetwork(pool)
    return lambda images: patch(scale(images))
