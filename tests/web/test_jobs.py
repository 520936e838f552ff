"""What the house does by itself, again and again without harm."""

from web.jobs import all_jobs, run_job, start_scheduler
from web.wiring import House


def test_every_job_can_run_twice_in_an_empty_house(house: House) -> None:
    for job in all_jobs() * 2:  # the jobs are the cases
        job[2](house)

    names = [name for name, _, _ in all_jobs()]
    assert {"expire_leases", "accept_silent", "close_periods", "forget_tries"} <= set(names)
    assert len(names) == len(set(names))


def test_one_failing_job_does_not_stop_the_clockwork(house: House) -> None:
    def fail(_house: House) -> None:
        raise RuntimeError

    assert run_job(house, ("fails", 1, fail)) is False


def test_the_clockwork_knows_every_job_and_can_be_stopped(house: House) -> None:
    scheduler = start_scheduler(house)

    known = {job.id for job in scheduler.get_jobs()}
    scheduler.shutdown()

    assert known == {name for name, _, _ in all_jobs()}
