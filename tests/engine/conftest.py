"""How long the laws of the engine are tried.

``make test`` tries them for seconds.  The long run, for a change of the engine, is
``HYPOTHESIS_PROFILE=long .venv/bin/python -m pytest tests/engine/test_law.py``.
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings

_LAW = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.register_profile("quick", _LAW, max_examples=12, stateful_step_count=20)
settings.register_profile("long", _LAW, max_examples=60, stateful_step_count=40)
