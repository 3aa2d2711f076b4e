"""The texts that the software brings along, as version 1 of each: a version that was ever shown stays as it is."""

from importlib.resources import files

from store.domain.privacy.purposes import DocumentKind


class FirstTexts:
    """A :class:`~store.application.privacy.documents.FirstText`."""

    def of(self, kind: DocumentKind) -> str:
        """As it lies in this folder."""
        return files(__name__).joinpath(f"{kind}-1.txt").read_text()
