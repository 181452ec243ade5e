"""The command line, one command per module.

A command parses its options, calls another room and prints the result. May import every room. `train` and `convert`
import training, and TensorFlow with it, only when they are called: it takes seconds, and the other commands work
without it.
"""
