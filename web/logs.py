"""Logs: events with fields as JSON lines; never names, answers, addresses or where money goes."""

import logging
import sys
from typing import Any

import structlog


def start_logs(level: int = logging.INFO) -> None:
    """Send every log line to standard error as one JSON object."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def log() -> Any:
    """Return the logger; Any, because structlog types its loggers at run time."""
    return structlog.get_logger()
