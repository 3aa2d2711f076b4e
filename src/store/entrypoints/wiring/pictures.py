"""The store of pictures, put together from the settings; what costs memory is imported where it is first needed."""

from typing import TYPE_CHECKING

from store.entrypoints.wiring.settings import Settings

if TYPE_CHECKING:
    from store.adapters.catalogue.media_folder import FolderMedia
    from store.adapters.catalogue.media_s3 import S3Media


def media(settings: Settings) -> "FolderMedia | S3Media":
    """The bucket that is set, else a folder among the shop's data."""
    if settings.s3_url:
        from store.adapters.catalogue.media_s3 import Bucket, S3Media

        return S3Media(Bucket.at(settings.s3_url))
    from store.adapters.catalogue.media_folder import FolderMedia

    return FolderMedia(settings.data_dir / "media")
