"""The `[writer]` table of a model, and which model writes which section. Pure."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from config.secrets import Secret
from daemon.hosts import is_here, is_home, parts_of, service
from daemon.model import SectionKind
from daemon.write.base import WriterConfig

PERSONAL: frozenset[SectionKind] = frozenset({"day", "tasks", "mail", "notes"})
_WITHOUT_A_MODEL: frozenset[SectionKind] = frozenset({"opening", "closing"})
"""The opening is heard first, and waits for nobody; what failed is said in words that code chose."""
_LONGEST_NAME = 200


def _address(text: str) -> str:
    if parts_of(text) is None:
        raise ValueError(
            "write the server's http:// or https:// address, as http://127.0.0.1:8080/v1, without a name, a password, "
            "? or #"
        )
    return text


def _named(value: object) -> object:
    """A model by its name alone."""
    return {"model": value} if isinstance(value, str) else value


class ModelConfig(BaseModel):
    """A model: litellm's name of it, the key, the server's address where it is not the service's own.

    `values`: whether it writes slots, which code fills, or copies values word for word (small models do that better).
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    model: str = Field(pattern=r"^\S+$", max_length=_LONGEST_NAME)
    api_key: Secret | None = None
    api_base: Annotated[str, AfterValidator(_address)] | None = None
    values: Literal["slots", "copied"] = "slots"

    @model_validator(mode="after")
    def _key_is_kept(self) -> Self:
        if self.api_key and self.api_base and self.api_base.startswith("http:") and not is_home(self.api_base):
            raise ValueError(
                "api_base begins with https://, or anybody on the way could read the key; "
                "http:// is for a server on this machine or at home"
            )
        return self


class LiteLLMConfig(WriterConfig, ModelConfig):
    """The `[writer]` table; `fallback` and `personal` are tables like it, or a model's name alone.

    `personal` writes day, tasks, mail and notes: with a local one there, only weather and news go to `model`.
    Opening and closing are written without a model.
    """

    fallback: Annotated[ModelConfig | None, BeforeValidator(_named)] = None
    personal: Annotated[ModelConfig | None, BeforeValidator(_named)] = None


def models(config: LiteLLMConfig, kind: SectionKind) -> tuple[ModelConfig, ...]:
    """Those models, none for opening and closing. What is meant for a local model does not fall to one elsewhere."""
    if kind in _WITHOUT_A_MODEL:
        return ()
    main = ModelConfig(model=config.model, api_key=config.api_key, api_base=config.api_base, values=config.values)
    first = _as(main, config.personal) if config.personal and kind in PERSONAL else main
    second = _as(main, config.fallback) if config.fallback else None
    if first is not main and second and is_here(first.model, first.api_base):
        second = second if is_here(second.model, second.api_base) else None
    return tuple(dict.fromkeys(model for model in (first, second) if model))


def _as(main: ModelConfig, other: ModelConfig) -> ModelConfig:
    """Another model of the same service is asked with the same key, at the same address, unless it has its own."""
    if other.api_key or other.api_base or service(other.model) != service(main.model):
        return other
    return other.model_copy(update={"api_key": main.api_key, "api_base": main.api_base})
