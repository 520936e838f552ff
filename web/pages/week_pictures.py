"""The pictures of a week that goes on or is over: pay by day, and time by what it was, from the week's own lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from payments.closing.queries import Week
from policies.working_time import Bucket
from web.pages.payslip_pictures import BucketBar, KindPay, PayPicture, bucket_bars, pay_picture
from web.pages.week_view import PayLine


@dataclass(frozen=True, slots=True)
class WeekPictures:
    """Both pictures of a week."""

    pay: PayPicture
    buckets: tuple[BucketBar, ...]


NO_PICTURES = WeekPictures(PayPicture(bars=(), height=0), ())


def week_pictures(week: Week, lines: Sequence[PayLine], paid_by_day: Mapping[date, int]) -> WeekPictures:
    """Return the pictures of a week.

    Args:
        week: as the records have it.
        lines: as its page shows them, in whole coins.
        paid_by_day: what answers paid, exact, micro-units.
    """
    totals = {bucket: sum(time.counted_ms for time in week.times if time.bucket is bucket) for bucket in Bucket}
    pay = pay_picture(
        [KindPay(line.kind, line.amount_micros) for line in lines],
        piece_micros=paid_by_day,
        times=week.times,
        currency=week.currency,
    )
    return WeekPictures(pay, bucket_bars({bucket: ms for bucket, ms in totals.items() if ms}))
