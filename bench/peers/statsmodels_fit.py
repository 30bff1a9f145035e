"""statsmodels: Logit by Newton, on columns standardised first, for on unlike scales its Hessian is numerically singular."""

import warnings

import numpy as np
import statsmodels
import statsmodels.api as sm
from sklearn.preprocessing import StandardScaler

from contestant import Arguments, answer, in_data_units, measure, warm_up

warnings.filterwarnings("ignore")
arguments = Arguments()
x, y = arguments.features(), arguments.response()


def fit(x, y):
    scaler = StandardScaler()
    design = sm.add_constant(scaler.fit_transform(x), prepend=False)
    result = sm.Logit(y, design).fit(method="newton", tol=1e-12, maxiter=100, disp=0)
    return in_data_units(result.params[:-1], result.params[-1], scaler), int(result.mle_retvals["iterations"])


few = slice(arguments.warm_up_rows)
warm_up(lambda: fit(x[few], y[few]))
seconds, (coefficients, iterations) = measure(arguments, lambda: fit(x, y))
answer(statsmodels.__version__, seconds, coefficients=coefficients, iterations=iterations)
