"""What every test run starts with, that of the examples in `digitcam` alone too."""

# TensorFlow exports its own BoringSSL symbols: a process that loads it before aiortc's pylibsrtp dies (SIGSEGV).
# Tests of both live in one process, so the order is fixed here; the app never loads TensorFlow beside aiortc.
import aiortc  # noqa: F401
