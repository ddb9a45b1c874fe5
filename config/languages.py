"""Language tags, as BCP 47 has them."""


def base_of(language: str) -> str:
    """The language of a tag without region and script, small: "de" of "de-AT" and of "DE_at"."""
    return language.replace("_", "-").split("-")[0].lower()
