"""What Streamlit does with the arguments of a component, without pandas."""

import sys

from streamlit.components.v1 import custom_component


def spare_pandas() -> None:
    """Have Streamlit not import pandas to find out that a plain dictionary is no data frame.

    It looks through what a component is given for data frames (1.67), and imports pandas to do so: a quarter of a
    second before START is on its way. A dictionary is one to it if it holds a pandas Series, which nobody can have made
    before somebody has imported pandas.
    """
    thorough = getattr(custom_component, "is_dataframe_like", None)
    if thorough is None:
        return

    def is_dataframe_like(obj: object) -> bool:
        if type(obj) is dict and "pandas" not in sys.modules:
            return False
        return bool(thorough(obj))

    custom_component.is_dataframe_like = is_dataframe_like  # type: ignore[attr-defined]
