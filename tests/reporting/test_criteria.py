import pytest

from digitcam.reporting.criteria import Criterion

FASTER = Criterion(title="time", unit="s", bar=30, stretch=15)
MORE = Criterion(title="read exactly", unit="share", bar=0.9, stretch=0.99, at_least=True)
PLAIN = Criterion(title="off", unit="ratio", bar=0.02)


@pytest.mark.parametrize(
    ("criterion", "figure", "verdict"),
    [
        (FASTER, 15, "15 s ★"),
        (FASTER, 15.1, "15.1 s ✓"),
        (FASTER, 30, "30 s ✓"),
        (FASTER, 30.1, "30.1 s ✗"),
        (FASTER, float("inf"), "never ✗"),
        (MORE, 0.99, "99.0 % ★"),
        (MORE, 0.9, "90.0 % ✓"),
        (MORE, 0.899, "89.9 % ✗"),
        (PLAIN, 0.0, "0.000 ✓"),
    ],
)
def test_verdict_bar_and_stretch_goal_are_inclusive(criterion: Criterion, figure: float, verdict: str) -> None:
    assert criterion.verdict(figure) == verdict


@pytest.mark.parametrize(
    ("criterion", "text", "data"),
    [
        (FASTER, "≤ 30 s · 15 s", {"at_most": 30, "stretch": 15}),
        (MORE, "≥ 90.0 % · 99.0 %", {"at_least": 0.9, "stretch": 0.99}),
        (PLAIN, "≤ 0.020", {"at_most": 0.02}),
    ],
)
def test_bar_states_direction_and_stretch_goal(criterion: Criterion, text: str, data: dict[str, float]) -> None:
    assert criterion.bar_text == text
    assert criterion.bar_data() == data
