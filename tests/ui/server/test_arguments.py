"""What Streamlit does with the arguments of a component."""

import subprocess
import sys

import pytest

SPARED = """
import asyncio, os, sys
from streamlit.testing.v1 import AppTest
from digitcam.ui.server.arguments import spare_pandas
from digitcam.ui.server.lifespan import lifespan

async def serve():
    async with lifespan(None):
        pass

PAGE = '''
from streamlit.components.v1 import declare_component
declare_component("listener", url="http://localhost")(ideal={"width": 640}, none=None)
'''

if sys.argv[1] == "served":
    os.environ["STREAMLIT_SERVER_HEADLESS"] = "true"
    asyncio.run(serve())
elif sys.argv[1] == "spared":
    spare_pandas()
assert "pandas" not in sys.modules
ran = AppTest.from_string(PAGE).run()
assert not ran.exception
print("pandas" in sys.modules)
"""
"""Prints whether a component with a plain dictionary brings pandas in."""


@pytest.mark.parametrize(("how", "imported"), [("served", "False"), ("spared", "False"), ("as it is", "True")])
def test_a_component_s_dictionary_does_not_bring_pandas_in(how: str, imported: str) -> None:
    told = subprocess.run([sys.executable, "-c", SPARED, how], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == imported


LOOKED_THROUGH = """
from streamlit.components.v1 import custom_component
from digitcam.ui.server.arguments import spare_pandas

spare_pandas()
import pandas
frame = pandas.DataFrame({"a": [1]})
given = [frame, {"a": frame["a"]}, {"a": 1}, {}, None]
print(*map(custom_component.is_dataframe_like, given))
"""


def test_data_frames_are_still_told_from_dictionaries() -> None:
    told = subprocess.run([sys.executable, "-c", LOOKED_THROUGH], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["True", "True", "False", "False", "False"]
