"""Network files in, answers out, in the serving process.

`service` is the state machine behind the page (ready, training, failed); `store` keeps a network's files; `job` trains
in a child process; `open` and `interpreter` run LiteRT files; `shipped` holds the networks that come with the project.
Imports config, errors, readings, vision and recognition; never Keras, TensorFlow or training.
"""
