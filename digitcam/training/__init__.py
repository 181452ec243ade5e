"""Training and conversion of the networks. The only room that imports TensorFlow and Keras.

Modules here may import ``config``, ``errors``, ``data``, ``vision``, ``recognition`` and ``networks``. Only the
commands ``train`` and ``convert``, when they run, and ``evaluate``, which takes photographs only, import this room; the
app trains in a child process.
"""

import os

# Read while TensorFlow loads, so it is set before any module here imports it. TensorFlow raises errors as exceptions;
# its log is about processors and missing graphics cards.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
