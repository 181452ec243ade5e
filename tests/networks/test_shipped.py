import hashlib
import shutil
from pathlib import Path

import numpy as np
import pytest

from digitcam.data import mnist
from digitcam.errors import ModelBroken
from digitcam.networks.metadata import FORMAT
from digitcam.networks.shipped import (
    CLASSIC,
    PAPER,
    SEPARATORS,
    VERIFIER,
    ShippedFiles,
    shipped_classic,
    shipped_paper,
    shipped_separators,
    shipped_verifier,
)

LOADERS = {
    "paper": shipped_paper,
    "verifier": shipped_verifier,
    "separators": shipped_separators,
    "classic": shipped_classic,
}


@pytest.mark.parametrize(
    ("files", "architecture"),
    [(PAPER, "paper"), (VERIFIER, "verifier"), (SEPARATORS, "separators"), (CLASSIC, "cnn")],
    ids=LOADERS,
)
def test_shipped_files_match_their_metadata(files: ShippedFiles, architecture: str) -> None:
    metadata = files.read_metadata()
    assert metadata is not None
    assert metadata.architecture == architecture
    assert metadata.litert_sha256 == hashlib.sha256(files.litert.read_bytes()).hexdigest()
    assert metadata.keras_sha256 == hashlib.sha256(files.weights.read_bytes()).hexdigest()
    assert metadata.data_sha256 == mnist.load().sha256
    assert metadata.format == FORMAT


@pytest.mark.parametrize("name", LOADERS)
@pytest.mark.parametrize("suffix", ["tflite", "json"])
def test_shipped_network_damaged_or_missing_file_raises(tmp_path: Path, name: str, suffix: str) -> None:
    files = ShippedFiles(name, tmp_path)
    for path in (ShippedFiles(name).litert, ShippedFiles(name).metadata):
        shutil.copy(path, tmp_path)
    (tmp_path / f"{name}.{suffix}").write_bytes(b"half")
    with pytest.raises(ModelBroken):
        LOADERS[name](files)
    files.litert.unlink()
    with pytest.raises(ModelBroken, match="cannot be read"):
        LOADERS[name](files)


def test_shipped_classic_reads_test_images() -> None:
    images = mnist.load()
    scaled = images.x_test[:500].astype(np.float32) / np.float32(255)
    right = shipped_classic()(scaled).argmax(axis=1) == images.y_test[:500]
    assert right.mean() >= 0.99
