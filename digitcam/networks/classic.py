"""The 28×28 network, which reads where a threshold is set by hand."""

from collections.abc import Callable

from digitcam.errors import DigitcamError
from digitcam.networks.metadata import Metadata
from digitcam.networks.patch import PatchNetwork
from digitcam.networks.shipped import shipped_classic
from digitcam.networks.store import ModelStore


class ClassicNetwork:
    """The 28×28 network: ``classic.keras`` if it can be used as it is, else the shipped one. For one thread at a time.

    Nothing is trained or converted for it: an address alone can ask for it.
    """

    def __init__(self, store: ModelStore, shipped: Callable[[], PatchNetwork] = shipped_classic) -> None:
        """Prepare; `network` loads.

        Args:
            store: The files of ``classic.keras``.
            shipped: Loads the network that comes with the project.
        """
        self._store, self._load_shipped = store, shipped
        self._own: tuple[Metadata | None, PatchNetwork | None] = None, None
        self._shipped: PatchNetwork | None = None

    def network(self) -> PatchNetwork:
        """Return the network; the same object for as long as its file is the same.

        Raises:
            ModelBroken: If there is no usable ``classic.keras`` and the shipped files are damaged.
        """
        own = self._newest_own() if self._store.state() == "ready" else None
        if own is not None:
            return own
        self._shipped = self._shipped or self._load_shipped()
        return self._shipped

    def _newest_own(self) -> PatchNetwork | None:
        metadata = self._store.metadata()
        if metadata != self._own[0]:
            # Remembered even if it cannot be used, so that the next call does not try the same file again.
            self._own = metadata, self._load_own()
        return self._own[1]

    def _load_own(self) -> PatchNetwork | None:
        try:
            network = self._store.network()
        except DigitcamError:
            return None
        return network if isinstance(network, PatchNetwork) else None
