"""Where collected static files live."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class CollectedStorage(CompressedManifestStaticFilesStorage):
    """Names hold a hash of the content, in JavaScript imports too; files are compressed when collected."""

    support_js_module_import_aggregation = True
