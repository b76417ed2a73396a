"""The numbers households are drawn from are cited."""

from __future__ import annotations

from planner.caseload.calibration import calibration_of
from tests.planner.caseload.caseloads import world, written
from tests.planner.families import pakistan


def test_every_number_has_a_source_that_can_be_looked_up():
    sources = pakistan()[0].sources
    for number in world()[0].numbers.values():
        assert number.source in sources or number.source.startswith("https://"), number.name
        assert number.as_of, number.name


def test_what_is_judged_is_graded_so():
    for number in world()[0].numbers.values():
        if number.source == "project-judgement":
            assert number.grade.value == "D", number.name


def test_weights_are_shares_of_one():
    hosts = world()[0].weights("host_")
    assert abs(sum(hosts.values()) - 1) < 1e-12
    assert hosts["SAU"] == max(hosts.values())


def test_a_country_without_a_calibration_says_so(tmp_path):
    found, problems = calibration_of("NPL", tmp_path)
    assert found is None
    assert problems[0].code == "problem.no_file"
    written(tmp_path, "name,value\nx,-1\n").rename(tmp_path / "NPL.csv")
    assert calibration_of("NPL", tmp_path)[1]
