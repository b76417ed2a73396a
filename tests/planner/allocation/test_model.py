import numpy as np
import pytest

from planner.allocation.model import row_values, worth_of
from tests.planner.allocation.programmes import programme


def test_worth_is_value_of_amounts_and_of_taking() -> None:
    model = programme([0.1, 0.5, 9.0], [-2.0, 4.0, 9.0], high=[100.0, 0.0, 1.0])
    assert worth_of(model, np.array([100.0, 0.0, 0.0]), [True, True, False]) == 10.0 - 2.0 + 4.0


def test_rows_come_to_what_amounts_and_taking_put_in() -> None:
    rows = (([1.0, -1.0], [5.0, 0.0], 0.0, 9.0), ([0.0, 2.0], [0.0, -1.0], 0.0, 9.0))
    model = programme([0.0, 0.0], rows=rows, high=[10.0, 10.0])
    assert row_values(model, np.array([3.0, 2.0]), [True, True]).tolist() == [6.0, 3.0]


def test_size_is_the_number_of_columns() -> None:
    assert programme([1.0, 2.0, 3.0]).size == 3


def test_a_solution_and_a_model_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        programme([1.0]).most = 2  # type: ignore[misc]
