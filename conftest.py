"""Set-up for all tests, including the doctests in `digitcam`."""

# TensorFlow exports its own BoringSSL symbols: a process that loads it before aiortc's pylibsrtp crashes (SIGSEGV).
# Tests load both in one process, so the order is fixed here. The app never does.
import aiortc  # noqa: F401
