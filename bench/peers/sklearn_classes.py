"""scikit-learn: multinomial LogisticRegression by L-BFGS, with its own end or told to go on until the gradient is small."""

import json
import statistics
import sys
import time
import warnings

import numpy as np
import scipy.optimize
import sklearn
from sklearn.linear_model import LogisticRegression

warnings.filterwarnings("ignore")
folder, rows, columns, lambda_, tolerance, end, repeat = sys.argv[1:]
rows, columns, lambda_, tolerance = int(rows), int(columns), float(lambda_), float(tolerance)
x = np.ascontiguousarray(np.fromfile(folder + "/x").reshape(columns, rows).T)
y = np.fromfile(folder + "/y").astype(int)
version = tuple(int(part) for part in sklearn.__version__.split(".")[:2])
# Up to version 1.3 the sum over rows is minimised, and its gradient is what the tolerance is for.
options = {"C": 1 / (lambda_ * rows)}
if version < (1, 5):
    options["multi_class"] = "multinomial"
if end == "end":
    options |= {"tol": tolerance * (rows if version < (1, 4) else 1), "max_iter": 100_000}
    minimize = scipy.optimize.minimize
    scipy.optimize.minimize = lambda *positional, options, **named: minimize(*positional, options={"ftol": 64 * np.finfo(float).eps, "maxls": 50, **options}, **named)

seconds, cpu = [], []
for _ in range(int(repeat)):
    print("fit", file=sys.stderr, flush=True)
    started, used = time.perf_counter(), time.process_time()
    model = LogisticRegression(solver="lbfgs", **options).fit(x, y)
    seconds.append(time.perf_counter() - started)
    cpu.append(time.process_time() - used)
print(json.dumps({
    "version": sklearn.__version__,
    "seconds": statistics.median(seconds),
    "cpu": statistics.median(cpu),
    "iterations": int(model.n_iter_[0]),
    "coefficients": [*model.coef_.ravel().tolist(), *model.intercept_.tolist()],
}))
