"""Where collected static files live."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class CollectedStorage(CompressedManifestStaticFilesStorage):
    """Names hold a hash of the content, in the imports of JavaScript modules too; files are compressed once."""

    support_js_module_import_aggregation = True
