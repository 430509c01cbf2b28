"""What all sections of the configuration have in common."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, SecretStr, model_validator


class Section(BaseModel):
    # Strict: YAML 1.1 reads `on` and `no` as booleans, which must not become 1 and 0.
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, strict=True)

    @model_validator(mode="before")
    @classmethod
    def _empty_section(cls, data: Any) -> Any:
        """A section whose keys are all commented out reads as null."""
        return {} if data is None else data


SectionT = TypeVar("SectionT", bound=Section)


def rising(section: SectionT, *names: str) -> SectionT:
    for low, high in pairwise(names):
        if getattr(section, low) > getattr(section, high):
            raise ValueError(f"{low} must not exceed {high}")
    return section


HTTP = re.compile(r"https?://[^\s/?#]+([/?]\S*)?")


def web_address(url: str) -> str:
    """Empty, or one that a client can call; a host without a scheme is refused only when it is called."""
    if url and not HTTP.fullmatch(url):
        raise ValueError("must begin with http:// or https:// and a host")
    return url


Http = Annotated[str, AfterValidator(web_address)]

# Drivers quote an address they cannot read, its password with it.
POSTGRES = re.compile(r"postgres(ql)?://([^/?#\s]*@)?(\[[\d:a-f]+\]|[^@:/?#\s\[]|:\d+(?=[,/?]|$))*([/?].*)?")


def readable(url: SecretStr) -> SecretStr:
    if url and not POSTGRES.fullmatch(url.get_secret_value()):
        raise ValueError("must be postgresql://role:password@host:port/database, special characters as %XX")
    return url
