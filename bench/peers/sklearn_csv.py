"""pandas and scikit-learn: the whole way from a CSV file to printed coefficients."""

import json
import sys
import warnings

import numpy as np
import pandas as pd
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

warnings.filterwarnings("ignore")
pairs = dict(argument.split("=", 1) for argument in sys.argv[1:])
table = pd.read_csv(pairs["csv"])
y = table.pop("y").to_numpy()
scaler = StandardScaler()
penalty = {"C": np.inf} if tuple(int(part) for part in sklearn.__version__.split(".")[:2]) >= (1, 8) else {"penalty": None}
model = LogisticRegression(solver=pairs["solver"], tol=1e-10, max_iter=100_000, **penalty).fit(scaler.fit_transform(table.to_numpy()), y)
slopes = model.coef_[0] / scaler.scale_
print(json.dumps({
    "version": f"{sklearn.__version__}, pandas {pd.__version__}",
    "coefficients": [*slopes, model.intercept_[0] - slopes @ scaler.mean_],
    "iterations": int(model.n_iter_[0]),
}))
