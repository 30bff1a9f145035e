"""LIBLINEAR's own library, called in memory so that its text format is not timed: L2-regularised logistic regression.

It penalises its bias like any weight. A bias feature of 1000 makes that penalty a millionth of what it would be, which moves the
objective by less than the tolerance of the comparison.
"""

import ctypes

import numpy as np

from contestant import Arguments, answer, measure, warm_up

BIAS = 1000.0
SOLVERS = {"primal": 0, "dual": 7}

NODE = np.dtype([("index", "<i4"), ("value", "<f8")], align=True)
library = ctypes.CDLL("liblinear.so.4")
version = ctypes.c_int.in_dll(library, "liblinear_version").value


class Problem(ctypes.Structure):
    _fields_ = [("l", ctypes.c_int), ("n", ctypes.c_int), ("y", ctypes.c_void_p), ("x", ctypes.c_void_p), ("bias", ctypes.c_double)]


class Parameter(ctypes.Structure):
    _fields_ = [("solver_type", ctypes.c_int), ("eps", ctypes.c_double), ("C", ctypes.c_double), ("nr_weight", ctypes.c_int),
                ("weight_label", ctypes.c_void_p), ("weight", ctypes.c_void_p), ("p", ctypes.c_double),
                *([("nu", ctypes.c_double)] if version >= 240 else []), ("init_sol", ctypes.c_void_p),
                ("regularize_bias", ctypes.c_int), ("w_recalc", ctypes.c_bool)]


library.train.restype = ctypes.c_void_p
library.get_decfun_coef.restype = library.get_decfun_bias.restype = ctypes.c_double
library.get_decfun_coef.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_int]
library.get_decfun_bias.argtypes = [ctypes.c_void_p, ctypes.c_int]
library.get_labels.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
library.free_and_destroy_model.argtypes = [ctypes.c_void_p]
PRINTER = ctypes.CFUNCTYPE(None, ctypes.c_char_p)
silent = PRINTER(lambda text: None)
library.set_print_string_function(silent)

arguments = Arguments()
x, y = arguments.features(), arguments.response()


def nodes(rows):
    """The sparse rows LIBLINEAR reads; the values are set by standardising, which is timed."""
    table = np.zeros((rows, arguments.columns + 2), NODE)
    table["index"][:, :-1] = np.arange(1, arguments.columns + 2)
    table["index"][:, -1] = -1
    table["value"][:, -2] = BIAS
    return table, table.ctypes.data + np.arange(rows, dtype=np.uint64) * table.strides[0]


def fit(x, y, table, pointers):
    mean, scale = x.mean(axis=0), x.std(axis=0)
    table["value"][:, :-2] = (x - mean) / scale
    problem = Problem(len(y), arguments.columns + 1, y.ctypes.data, pointers.ctypes.data, BIAS)
    parameter = Parameter(solver_type=SOLVERS[arguments.solver], eps=1e-10, C=arguments.c)
    model = library.train(ctypes.byref(problem), ctypes.byref(parameter))
    labels = (ctypes.c_int * 2)()
    library.get_labels(model, labels)
    # With two classes the decision function speaks for the first label.
    positive = 1 if labels[0] == 1 else -1
    slopes = positive * np.array([library.get_decfun_coef(model, j + 1, 0) for j in range(arguments.columns)]) / scale
    intercept = positive * library.get_decfun_bias(model, 0)
    library.free_and_destroy_model(ctypes.byref(ctypes.c_void_p(model)))
    return np.append(slopes, intercept - slopes @ mean)


few = min(arguments.warm_up_rows, 100)
warm_up(lambda: fit(x[:few], y[:few], *nodes(few)))
table, pointers = nodes(arguments.rows)
seconds, coefficients = measure(arguments, lambda: fit(x, y, table, pointers))
answer(f"{version // 100}.{version % 100 // 10}", seconds, coefficients=coefficients, threads=1)
