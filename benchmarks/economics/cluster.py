"""The same chunk function over Dask's Client with two local workers: the same bytes."""

from __future__ import annotations

from dask.distributed import Client

from helsetek.engines.economics.cluster import cluster_map
from helsetek.engines.economics.preparing import prepare
from helsetek.engines.economics.simulation import simulate


def main() -> None:
    problem = prepare("2024").problem
    alone = simulate(problem, draws=2**16, seed=1).net.tobytes()
    with Client(n_workers=2, threads_per_worker=1, dashboard_address=None) as client:
        shared = simulate(problem, draws=2**16, seed=1, mapper=cluster_map(client)).net.tobytes()
    print("the same bytes" if alone == shared else "DIFFERENT BYTES")


if __name__ == "__main__":
    main()
