"""scikit-learn: StandardScaler and LogisticRegression, told to converge; factors one-hot in a sparse matrix."""

import warnings

import numpy as np
import scipy.optimize
import scipy.sparse
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from contestant import Arguments, answer, in_data_units, measure, warm_up

warnings.filterwarnings("ignore")
arguments = Arguments()
x, y, codes = arguments.features(), arguments.response(), arguments.codes()


VERSION = tuple(int(part) for part in sklearn.__version__.split(".")[:2])


def estimator(rows):
    if arguments.solver == "defaults":
        return LogisticRegression()
    if arguments.lambda_ > 0:
        penalty = {"C": arguments.c}
    else:
        penalty = {"C": np.inf} if VERSION >= (1, 8) else {"penalty": None}
    solver = arguments.solver.removesuffix("-tight")
    # Up to version 1.3 these solvers minimise the sum over rows, whose gradient rounding alone keeps above a tolerance for the mean.
    tolerance = 1e-8 * (rows if VERSION < (1, 4) and solver in ("lbfgs", "newton-cg") else 1)
    return LogisticRegression(solver=solver, tol=tolerance, max_iter=100_000, **penalty)


def fit(x, y, codes):
    scaler = StandardScaler()
    design = scaler.fit_transform(x)
    if codes is not None:
        design = scipy.sparse.hstack([scipy.sparse.csr_matrix(design), OneHotEncoder(drop="first").fit_transform(codes)], format="csr")
    model = estimator(len(y)).fit(design, y)
    slopes, levels = np.split(model.coef_[0], [x.shape[1]])
    data = in_data_units(slopes, model.intercept_[0], scaler)
    return np.concatenate([data[:-1], levels, data[-1:]]), int(model.n_iter_[0])


if arguments.solver == "lbfgs-tight" and VERSION < (1, 4):
    # Up to version 1.3 L-BFGS stops on small steps, which no option of the estimator turns off; later ones pass these themselves.
    minimize = scipy.optimize.minimize

    def minimize_to_the_end(*positional, options, **named):
        return minimize(*positional, options={"ftol": 64 * np.finfo(float).eps, "maxls": 50, **options}, **named)

    scipy.optimize.minimize = minimize_to_the_end

few = slice(arguments.warm_up_rows)
warm_up(lambda: fit(x[few], y[few], None if codes is None else codes[few]))
seconds, (coefficients, iterations) = measure(arguments, lambda: fit(x, y, codes))
answer(sklearn.__version__, seconds, coefficients=coefficients, iterations=iterations)
