"""Makes and delivers episodes. `produce.py` is the line; one folder a stage."""
