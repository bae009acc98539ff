"""The live stream: what one person changes appears on every open screen."""
