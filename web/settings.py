"""What the operator may set from outside, read once from the environment at start-up."""

import os
import secrets
from enum import StrEnum
from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from policies.periods import MS_PER_HOUR

SECRET_FILE = "secret"  # noqa: S105 - its name, not its content
MEGABYTE = 1_000_000


class Environment(StrEnum):
    """Where this runs; the demonstration may pretend to pay, production may not."""

    PRODUCTION = "production"
    DEMO = "demo"
    TEST = "test"


class Settings(BaseSettings):
    """Every setting, each read from `JORNAL_` and its name in capitals; secrets never show in its repr."""

    model_config = SettingsConfigDict(env_prefix="JORNAL_", frozen=True, extra="forbid")

    environment: Environment = Environment.PRODUCTION
    operator_name: str = Field(default="the operator of this Jornal", description="legal name of who runs it")
    operator_id: str = Field(default="", description="its number in a public register: tax id, company number")
    operator_relation: str = Field(
        default="", description="what annotators are to it, as it states: employees, members"
    )
    data_dir: Path = Path("jornal-data")
    law_dir: Path | None = Field(default=None, description="a folder of law files beside ours, and over those it names")
    database_url: str = Field(default="", repr=False, description="empty: a SQLite file in the data folder")
    database_owner_url: str = Field(default="", repr=False, description="for migrations; empty: as database_url")
    database_connections: int = Field(default=40, ge=2, description="most at once to PostgreSQL, of one process")
    files_url: str = Field(default="", description="file:///folder or s3://bucket/folder; empty: in the data folder")
    files_endpoint: str = Field(default="", description="where an S3 that is not Amazon's listens")
    files_region: str = ""
    files_access_key: str = Field(default="", repr=False, description="empty: the usual AWS_ variables")
    files_secret_key: SecretStr | None = None
    files_timeout_seconds: int = Field(default=30, ge=1)
    mail_url: str = Field(default="", repr=False, description="smtp://user:password@host:port or a folder")
    mail_from: str = "jornal@localhost"
    public_url: str = "http://127.0.0.1:8000"
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    secret: SecretStr = SecretStr("")
    stripe_key: SecretStr | None = Field(default=None, description="Stripe's secret key: pay out and take money by it")
    stripe_webhook_secret: SecretStr | None = Field(
        default=None, description="what Stripe signs messages to us by; or several"
    )
    stripe_address: str = Field(default="", description="another address than Stripe's own, for trying things out")
    payout_ways: dict[str, str] = Field(
        default={}, description='who pays out where: {"MX": "stripe_global", "*": "manual_batch"}; "*" is the rest'
    )
    pretend_money: bool = Field(default=False, description="offer money that no bank is behind, for trying things out")
    platform_fee_percent: str = Field(
        default="0",
        pattern=r"^[0-9]{1,2}(\.[0-9])?$",
        description="Jornal's fee on what requesters spend, on top of pay, for projects begun from now on: 0, 2.5, 10",
    )

    payday_hours: int = Field(
        default=96, ge=96, description="payday: so long after a week's end where its person lives"
    )
    asks_per_second: float = Field(default=50, gt=0, description="so many requests a second one key or log-in may send")
    asks_at_once: int = Field(default=100, ge=1, description="and so many at once after a quiet while")
    session_idle_hours: int = Field(default=72, ge=1)
    session_days_max: int = Field(default=30, ge=1)
    invitation_days: int = Field(default=14, ge=1)
    reset_minutes: int = Field(default=60, ge=5)
    form_max_bytes: int = Field(default=MEGABYTE, ge=10_000)
    upload_max_bytes: int = Field(default=256 * MEGABYTE, ge=MEGABYTE, description="of a table or a text")
    archive_max_bytes: int = Field(default=5_000 * MEGABYTE, ge=MEGABYTE, description="of a ZIP, or of files together")
    picture_max_bytes: int = Field(default=25 * MEGABYTE, ge=10_000)
    picture_max_pixels: int = Field(default=50_000_000, ge=10_000, le=80_000_000, description="width times height")

    @model_validator(mode="before")
    @classmethod
    def _fill_in(cls, given: dict[str, object]) -> dict[str, object]:
        """Derive the places that were left empty from the data folder."""
        folder = Path(str(given.get("data_dir") or "jornal-data")).absolute()
        filled = {**given, "data_dir": folder}
        filled["database_url"] = given.get("database_url") or f"sqlite:///{folder / 'jornal.sqlite'}"
        filled["database_owner_url"] = given.get("database_owner_url") or filled["database_url"]
        filled["files_url"] = given.get("files_url") or (folder / "files").as_uri()
        filled["mail_url"] = given.get("mail_url") or str(folder / "mail")
        return filled

    @property
    def is_secure(self) -> bool:
        """Whether people reach this over https, so that cookies may be bound to it."""
        return self.public_url.startswith("https://")

    @property
    def fee_permille(self) -> int:
        """The fee in tenths of a percent."""
        whole, _, tenth = self.platform_fee_percent.partition(".")
        return int(whole) * 10 + int(tenth or 0)

    @property
    def payday_ms(self) -> int:
        """How long after a week's end payday comes, milliseconds."""
        return self.payday_hours * MS_PER_HOUR

    def with_secret(self) -> Self:
        """Return these settings with a secret: the one given, or the one the first start wrote (mode 0600)."""
        if self.secret.get_secret_value():
            return self
        return self.model_copy(update={"secret": SecretStr(_kept_secret(self.data_dir))})


def _kept_secret(folder: Path) -> str:
    """Return the secret kept in the data folder, making it where there is none."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / SECRET_FILE
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="ascii").strip()
