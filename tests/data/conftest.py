"""The quickly trained network of `tests.quick_network`, for the tests in this folder."""

from tests.quick_network import copied, no_data, small, trained

__all__ = ["copied", "no_data", "small", "trained"]
