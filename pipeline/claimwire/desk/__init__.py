"""The desk: claims from the topics in a store, over HTTP, searched and followed."""
