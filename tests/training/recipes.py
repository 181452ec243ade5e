"""Recipes for trainings that take seconds."""

from dataclasses import replace
from typing import Final

from digitcam.training.recipes import RenderedRecipe

TINY: Final = RenderedRecipe(
    steps=2, batch_size=8, learning_rate=1e-4, mnist_images=400, replay_size=20, steps_per_epoch=1, held_out=8
)

SHORT: Final = replace(
    TINY, steps=75, batch_size=12, learning_rate=3e-3, replay_size=300, steps_per_epoch=25, held_out=24
)
"""Long enough for batch normalisation to learn its means."""
