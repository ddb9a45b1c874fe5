"""What the listener may set, and how it is read. Imports neither `connectors` nor `daemon`."""
