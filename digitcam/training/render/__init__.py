"""Rendering: pictures of digits on paper with ground truth, for training.

The paper network and the verifier are trained on these pictures. `skeletons`, `glyph_variants`, `negatives` and
`cursive` make the shapes that can be written, `ink` chooses among them, `pen` draws them, `sheet` and `compositions`
arrange them. `paper` and `objects` draw backgrounds, `camera` degrades the picture, `scenes` combines all of these, and
`targets` converts the ground truth to network targets. The same seed always gives the same pictures. The room may
import data and recognition.contract.
"""
