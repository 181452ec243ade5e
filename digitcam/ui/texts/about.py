"""Texts of the about page."""

from typing import Final

ABOUT_INTRO: Final = "Digitcam reads handwritten digits that you hold up to a camera, and shows how it does it."
HOW_IT_WORKS: Final = "How it works"
STEPS: Final = """
1. **The box** in the middle of the frame is cut out, in grey.
2. **The light is made even**: the mean brightness around each point is subtracted.
3. **The digits are detected** by a network that gets the grey picture. No threshold can lose faint pencil.
4. **Each digit is cut out and classified**: the network gives ten probabilities. If it is doubtful, a second network
   gives its opinion too.
5. **A digit of low confidence** is shown as `?`, or not at all.

The networks were trained on the 60,000 handwritten digits of MNIST, redrawn on rendered paper of many kinds. **Set the
threshold by hand** to see the classic way: everything darker is ink, connected ink is a digit, each digit is centred in
28 by 28 pixels, and a network for such pictures classifies it.
"""
PICTURE_OF_HOW_ALT: Final = "A photograph, its box, in even light, the digit detected, its crop, and its probabilities"
PRIVACY: Final = "Privacy"
PRIVACY_TEXT: Final = """
- **Video and pictures** are read in the server's memory and then discarded. They are never written to disk or logged.
- **Kept readings** are the exception, and only while *Keep readings* is on: the number, its confidence, the time and a
  small picture of the ink. When you delete them, they are gone for good.
- **Your notebook** has an address that nobody can guess. Only people who have it can read and change the notebook.
- Nothing is sent to anybody else: no statistics, no other services, no cookies of ours.
"""
VERSIONS: Final = "Versions"
NETWORK: Final = "Network"
NETWORK_TEXT: Final = "{architecture}, {accuracy:.2%} right on MNIST's 10,000 test digits, trained {date}"
NO_NETWORK: Final = "as it came with Digitcam"
