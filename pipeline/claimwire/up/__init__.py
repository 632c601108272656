"""Everything on one machine: a broker, a worker, a feeder, a watcher of folders, a desk and a matcher."""
