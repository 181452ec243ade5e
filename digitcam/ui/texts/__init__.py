"""All texts of the pages, one module per page: what happened and what to do, in short plain sentences."""

from digitcam.ui.texts import about, columns, common, live, network, pictures, readings

__all__ = ["about", "columns", "common", "live", "network", "pictures", "readings"]
