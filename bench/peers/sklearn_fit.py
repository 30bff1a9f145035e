"""scikit-learn: StandardScaler and LogisticRegression, told to converge; factors one-hot in a sparse matrix."""

import warnings

import numpy as np
import scipy.sparse
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from contestant import Arguments, answer, in_data_units, measure, warm_up

warnings.filterwarnings("ignore")
arguments = Arguments()
x, y, codes = arguments.features(), arguments.response(), arguments.codes()


def estimator():
    if arguments.solver == "defaults":
        return LogisticRegression()
    if arguments.lambda_ > 0:
        penalty = {"C": arguments.c}
    elif tuple(int(part) for part in sklearn.__version__.split(".")[:2]) >= (1, 8):
        penalty = {"C": np.inf}
    else:
        penalty = {"penalty": None}
    return LogisticRegression(solver=arguments.solver, tol=1e-10, max_iter=100_000, **penalty)


def fit(x, y, codes):
    scaler = StandardScaler()
    design = scaler.fit_transform(x)
    if codes is not None:
        design = scipy.sparse.hstack([scipy.sparse.csr_matrix(design), OneHotEncoder(drop="first").fit_transform(codes)], format="csr")
    model = estimator().fit(design, y)
    slopes, levels = np.split(model.coef_[0], [x.shape[1]])
    data = in_data_units(slopes, model.intercept_[0], scaler)
    return np.concatenate([data[:-1], levels, data[-1:]]), int(model.n_iter_[0])


few = slice(arguments.warm_up_rows)
warm_up(lambda: fit(x[few], y[few], None if codes is None else codes[few]))
seconds, (coefficients, iterations) = measure(arguments, lambda: fit(x, y, codes))
answer(sklearn.__version__, seconds, coefficients=coefficients, iterations=iterations)
