"""The cost of a page of an export does not grow with the project it is a page of."""

from annotate.answer_pages import _ENDS, _PAGE
from tests.cast import Clock
from tests.work import running_project
from web.wiring import House


def test_rita_s_export_walks_her_items_in_order_instead_of_sorting_all_of_them_for_every_page(
    house: House, clock: Clock
) -> None:
    work = running_project(house.db, clock, items=3)
    page = {"project_id": work.project_id, "after_id": 0, "until_id": 500, "with_gold": 0, "person_id": 0}
    usual = {"with_surplus": 0, "pay": 1, "currency": "MXN", "rule": "", "state": "submitted"}

    plan = work.rows(f"EXPLAIN QUERY PLAN {_PAGE}", **page, **usual)
    plan_of_its_ends = work.rows(f"EXPLAIN QUERY PLAN {_ENDS}", project_id=work.project_id)

    assert "SEARCH item USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)" in {row[3] for row in plan}
    assert not any("TEMP B-TREE" in str(row[3]) for row in plan)
    assert "COVERING INDEX" in str(plan_of_its_ends[0][3])
