"""scikit-learn: predict_proba of all rows, by a pipeline with its scaler, or by a model whose coefficients are in data units."""

import warnings

import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from contestant import Arguments, answer, in_data_units, measure, warm_up

warnings.filterwarnings("ignore")
arguments = Arguments()
x, y = arguments.features(), arguments.response()

scaler = StandardScaler()
training = slice(arguments.training_rows)
model = LogisticRegression(C=1e12, solver="newton-cholesky", tol=1e-10).fit(scaler.fit_transform(x[training]), y[training])
if arguments.solver == "pipeline":
    model = make_pipeline(scaler, model)
else:
    data = in_data_units(model.coef_[0], model.intercept_[0], scaler)
    model.coef_, model.intercept_ = data[None, :-1], data[-1:]

warm_up(lambda: model.predict_proba(x[:arguments.warm_up_rows]))
seconds, probabilities = measure(arguments, lambda: model.predict_proba(x))
answer(sklearn.__version__, seconds, probabilities=probabilities[:1000, 1])
