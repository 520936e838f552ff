"""The roles in which a person can be invited."""

from enum import StrEnum


class InvitedAs(StrEnum):
    """What an invitation makes of the person who accepts it."""

    ANNOTATOR = "annotator"
    REQUESTER = "requester"
    REVIEWER = "reviewer"
    AUDITOR = "auditor"
    REPRESENTATIVE = "representative"
    OPERATOR = "operator"
    PAYROLL = "payroll"
