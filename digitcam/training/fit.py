"""The training loop that all networks share."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import keras
import numpy as np
from numpy.typing import NDArray

from digitcam.recognition.contract import DIGIT, SEPARATOR
from digitcam.training.datasets import Batch
from digitcam.training.losses import accuracy, output_losses
from digitcam.training.recipes import PatchRecipe, RenderedRecipe
from digitcam.training.reporter import ProgressReporter

PREDICTION_BATCH: Final = 250
"""Pictures at a time when a network is validated or compared. Raising it takes more memory."""

_WARM_UP_STEPS: Final = 400
"""Most steps that a training on rendered pictures takes to reach its highest learning rate."""


def compile_for_patches(net: keras.Model, recipe: PatchRecipe, steps: int) -> None:
    """Prepare a network for 28×28 patches for this many steps of training."""
    rate = _cosine(recipe.learning_rate, steps, steps // 5, final_share=1e-3)
    optimiser = keras.optimizers.AdamW(rate, weight_decay=recipe.weight_decay)
    net.compile(optimiser, "sparse_categorical_crossentropy", metrics=["accuracy"])


def compile_for_rendered(net: keras.Model, recipe: RenderedRecipe) -> None:
    """Prepare a network for training on rendered pictures."""
    warm_up = max(1, min(recipe.steps // 10, _WARM_UP_STEPS))
    rate = _cosine(recipe.learning_rate, recipe.steps, warm_up, final_share=5e-3)
    losses = output_losses(len(net.outputs))
    net.compile(
        keras.optimizers.AdamW(rate, weight_decay=1e-2, clipnorm=5.0),
        loss=[loss.function for loss in losses],
        loss_weights=[loss.weight for loss in losses],
        metrics=[[accuracy] if name in (DIGIT, SEPARATOR) else [] for name in net.output_names],
        jit_compile=False,
    )


def _cosine(peak: float, steps: int, warm_up: int, final_share: float) -> Any:
    """Return a learning rate that warms up and then falls along a cosine to a share of its peak."""
    return keras.optimizers.schedules.CosineDecay(
        peak / 20, max(1, steps - warm_up), final_share, warmup_target=peak, warmup_steps=warm_up
    )


def fit(
    net: keras.Model,
    batches: Iterator[Batch],
    validation: Batch,
    reporter: ProgressReporter,
    backup: Path | None = None,
) -> None:
    """Train a compiled network.

    Args:
        net: The network; changed.
        batches: At least as many as the reporter expects. A thread of Keras's draws them, a little ahead.
        validation: Held-out pictures.
        reporter: Knows the numbers of epochs and batches, and reports each of them. What the receiver of its events
            raises ends the training.
        backup: Folder where the state is saved after each epoch, and from which an interrupted training continues; None
            for neither.
    """
    metric = "accuracy" if len(net.outputs) == 1 else f"{DIGIT}_accuracy"
    callbacks: list[keras.callbacks.Callback] = [_reporting(reporter, metric)]
    if backup is not None:
        callbacks.append(keras.callbacks.BackupAndRestore(str(backup)))
    net.fit(
        (_for_keras(batch) for batch in batches),
        epochs=reporter.epochs,
        steps_per_epoch=reporter.batches,
        validation_data=_for_keras(validation),
        validation_batch_size=PREDICTION_BATCH,
        shuffle=False,
        verbose=0,
        callbacks=callbacks,
    )


def _reporting(reporter: ProgressReporter, metric: str) -> keras.callbacks.Callback:
    return keras.callbacks.LambdaCallback(
        on_epoch_begin=lambda index, logs: reporter.begin_epoch(index + 1),
        on_train_batch_end=lambda index, logs: reporter.end_batch(index + 1, logs["loss"], logs[metric]),
        on_epoch_end=lambda index, logs: reporter.end_epoch(logs["loss"], logs[metric], logs[f"val_{metric}"]),
    )


def _for_keras(batch: Batch) -> tuple[NDArray[np.float32], Any]:
    """Pictures and targets; a network with one output takes an array, one with several a tuple."""
    return batch.pictures, batch.targets if len(batch.targets) > 1 else batch.targets[0]


def predict(net: keras.Model, pictures: NDArray[np.float32]) -> tuple[NDArray[np.float32], ...]:
    """Run a Keras network on pictures (N, h, w); return an array for each of its outputs."""
    outputs = net.predict(pictures, batch_size=PREDICTION_BATCH, verbose=0)
    return tuple(np.asarray(output, np.float32) for output in (outputs if isinstance(outputs, list) else [outputs]))
