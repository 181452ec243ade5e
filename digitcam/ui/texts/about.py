"""Texts of the about page."""

from typing import Final

ABOUT_INTRO: Final = "Digitcam reads handwritten digits held up to a camera, and shows each step of the reading."
HOW_IT_WORKS: Final = "How it works"
STEPS: Final = """
1. **The box** in the middle of the picture is cut out, in grey.
2. **The light is evened out**: the mean brightness around each point is subtracted.
3. **A network finds the digits** in the grey picture. There is no threshold that could lose faint pencil.
4. **Each digit is cut out and classified**: the network gives a probability for each of the ten digits, and for no
   digit. If it is unsure, a second network is asked too.
5. **A digit of low confidence** is shown as `?`, or not at all.

The networks were trained on MNIST's 60,000 handwritten digits, redrawn on many kinds of rendered paper. Turn off
*Automatic threshold* on *Live* to see **the classic way**: everything darker than the threshold is ink, connected ink
is a digit, and a smaller network classifies each digit, centred in 28 by 28 pixels.
"""
PICTURES: Final = {
    "box": ("The box", "A seven on shaded paper, in a white box"),
    "grey": ("In grey", "The inside of the box, in grey"),
    "light": ("In even light", "The seven, light on dark, without the shadow"),
    "found": ("Digit found", "The seven in a green frame"),
    "crop": ("Cut out", "The seven, cut out"),
    "answer": ("Probabilities", "A bar for each digit and for no digit; that of seven is the highest"),
}
"""Caption and description of each picture, by its file's name after ``how-``."""
PRIVACY: Final = "Privacy"
PRIVACY_TEXT: Final = """
- **Video and pictures** are read in the server's memory and then discarded. They are never written to disk or logged.
- **Kept readings** are stored, but only while *Keep readings* is on or by *Add to notebook*: the number, what was read,
  its confidence, the time, a small picture of what was written, the name from a list that you pasted and, of a sheet,
  the file's name, row and column. What you delete is removed from the database.
- **Your notebook** has an address that cannot be guessed. Anyone who has it can read and change the notebook.
- **Nothing is sent to anyone else**: no statistics, no other services, no tracking cookies.
"""
VERSIONS: Final = "Versions"
NETWORK: Final = "Network"
NETWORK_TEXT: Final = "{architecture}, {accuracy:.2%} of MNIST's 10,000 test digits correct, trained {date}"
NO_NETWORK: Final = "as it came with Digitcam"
