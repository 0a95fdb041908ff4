"""Where one machine is too small: the same chunk function over Dask's Client (optional extra ``cluster``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from helsetek.engines.economics.simulation import Mapper


def cluster_map(client: Any) -> Mapper:
    """A ``mapper`` for ``simulate`` that sends each stream to a worker and gives the results in order.

    ``client`` is a ``dask.distributed.Client``; the results are the same bytes as on one machine.
    """

    def mapped(function: Callable[..., Any], jobs: Iterable[Any]) -> Iterator[Any]:
        for future in client.map(function, list(jobs), pure=False):
            yield future.result()

    return mapped
