"""What every Python peer shares: reading the raw arrays, timing, and the one line of JSON that is the answer.

Arguments are key=value pairs, the same for every contestant (see bench/README.md). A line "fit" on standard error tells the
runner that a call begins, so that it can keep the time limit.
"""

import json
import os
import sys
import time

import numpy as np


class Arguments:
    def __init__(self):
        pairs = dict(argument.split("=", 1) for argument in sys.argv[1:])
        self.folder = pairs["folder"]
        self.rows = int(pairs["rows"])
        self.columns = int(pairs["columns"])
        self.levels = [int(n) for n in pairs["levels"].split(",") if n]
        self.lambda_ = float(pairs["lambda"])
        self.calls = int(pairs["calls"])
        self.repeat = int(pairs["repeat"])
        self.budget = float(pairs["budget"])
        self.training_rows = int(pairs["training"])
        self.solver = pairs.get("solver")

    @property
    def c(self):
        """C of the tools that multiply the summed loss: 1/(lambda n)."""
        return 1 / (self.lambda_ * self.rows) if self.lambda_ > 0 else np.inf

    def features(self):
        """Rows by columns in row-major order, which scikit-learn would otherwise copy to."""
        columns = np.memmap(os.path.join(self.folder, "x.f64"), dtype="<f8", mode="r", shape=(self.columns, self.rows))
        rows = np.empty((self.rows, self.columns))
        for start in range(0, self.rows, 65536):
            rows[start:start + 65536] = columns[:, start:start + 65536].T
        return rows

    def response(self):
        return np.fromfile(os.path.join(self.folder, "y.f64"), dtype="<f8")

    def codes(self):
        if not self.levels:
            return None
        return np.ascontiguousarray(np.fromfile(os.path.join(self.folder, "codes.i32"), dtype="<i4").reshape(len(self.levels), self.rows).T)

    @property
    def warm_up_rows(self):
        return min(self.rows, max(1000, 2 * self.columns))


def measure(arguments, call):
    """Seconds a call, and what the last one returned. At least one sample, no more once they took the budget together."""
    seconds = []
    while len(seconds) < arguments.repeat and (not seconds or sum(seconds) * arguments.calls < arguments.budget):
        mark()
        started = time.perf_counter()
        for _ in range(arguments.calls):
            answer = call()
        seconds.append((time.perf_counter() - started) / arguments.calls)
    return seconds, answer


def warm_up(call):
    """A slice may be separated or lack a level; what matters is that everything has been loaded."""
    mark()
    try:
        call()
    except Exception:
        pass


def mark():
    print("fit", file=sys.stderr, flush=True)


def answer(version, seconds, **more):
    print(json.dumps({
        "version": version,
        "threads": threads(),
        "blas": blas(),
        "seconds": seconds,
        "peakBytes": peak_bytes(),
        **{key: finite(value) if isinstance(value, np.ndarray) else value for key, value in more.items()},
    }))


def finite(values):
    """JSON has no NaN."""
    return [float(value) if np.isfinite(value) else None for value in values]


def in_data_units(slopes, intercept, scaler):
    """Slopes and intercept for standardised columns, as slopes and then the intercept for the columns as they are."""
    slopes = slopes / scaler.scale_
    return np.append(slopes, intercept - slopes @ scaler.mean_)


def threads():
    try:
        from threadpoolctl import threadpool_info
        return max([pool["num_threads"] for pool in threadpool_info()], default=1)
    except ImportError:
        return None


def blas():
    """The file of the BLAS that this process has loaded: which one it is decides much of a dense fit's time."""
    with open("/proc/self/maps") as maps:
        paths = {line.split()[-1] for line in maps if "blas" in line}
    return ", ".join(sorted({os.path.basename(path) for path in paths if "lib" in os.path.basename(path) and "blas" in os.path.basename(path) and "_" not in os.path.basename(path)}))


def peak_bytes():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
