"""The cost of a page of an export does not grow with the project it is a page of."""

from annotate.assignments.queries import _PAGE, _PAGE_END
from tests.cast import Clock
from tests.work import running_project
from web.wiring import House


def test_rita_s_export_walks_her_items_in_order_instead_of_sorting_all_of_them_for_every_page(
    house: House, clock: Clock
) -> None:
    work = running_project(house.db, clock, items=3)
    page = {"project_id": work.project_id, "after_id": 0, "with_gold": 0}

    plan = work.rows(f"EXPLAIN QUERY PLAN {_PAGE}", **page, until_id=500, person_id=0, with_surplus=0)
    plan_of_its_end = work.rows(f"EXPLAIN QUERY PLAN {_PAGE_END}", **page, most=500)

    assert "SEARCH item USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)" in {row[3] for row in plan}
    assert not any("TEMP B-TREE" in row[3] for row in plan)
    assert "SEARCH item USING INTEGER PRIMARY KEY (rowid>?)" in {row[3] for row in plan_of_its_end}
