"""HTTP of the editor, one file a thing."""
