"""Where items come from: one module for each kind of source. Imports `config`, never `daemon`."""
