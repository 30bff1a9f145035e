namespace LogOdds.Bench.Contestants;

/// <summary>All peers. A new one is an entry here and a script in bench/peers.</summary>
internal static class PeerList
{
    private static readonly Interpreter Sklearn = Interpreter.Python("import sklearn");
    private static readonly Interpreter Pandas = Interpreter.Python("import pandas, sklearn");
    private static readonly Interpreter Statsmodels = Interpreter.Python("import statsmodels, sklearn");
    private static readonly Interpreter Liblinear = Interpreter.Python("import numpy, ctypes; ctypes.CDLL('liblinear.so.4')");
    private static readonly Interpreter R = Interpreter.R("invisible(0)");
    private static readonly Interpreter Glmnet = Interpreter.R("suppressPackageStartupMessages(library(glmnet))");

    public static IReadOnlyList<Peer> All { get; } =
    [
        new("sklearn-newton-cholesky", "scikit-learn newton-cholesky", Sklearn, "sklearn_fit.py", "newton-cholesky", "python3-sklearn"),
        new("sklearn-lbfgs", "scikit-learn lbfgs", Sklearn, "sklearn_fit.py", "lbfgs", "python3-sklearn"),
        new("sklearn-lbfgs-tight", "scikit-learn lbfgs, ftol 64 ε", Sklearn, "sklearn_fit.py", "lbfgs-tight", "python3-sklearn"),
        new("sklearn-newton-cg", "scikit-learn newton-cg", Sklearn, "sklearn_fit.py", "newton-cg", "python3-sklearn"),
        new("sklearn-defaults", "scikit-learn as it comes (C = 1)", Sklearn, "sklearn_fit.py", "defaults", "python3-sklearn"),
        new("sklearn-score", "scikit-learn predict_proba", Sklearn, "sklearn_score.py", "model", "python3-sklearn"),
        new("sklearn-score-pipeline", "scikit-learn pipeline with scaler", Sklearn, "sklearn_score.py", "pipeline", "python3-sklearn"),
        new("pandas-sklearn-newton-cholesky", "pandas + scikit-learn newton-cholesky", Pandas, "sklearn_csv.py", "newton-cholesky", "python3-pandas python3-sklearn"),
        new("pandas-sklearn-lbfgs", "pandas + scikit-learn lbfgs", Pandas, "sklearn_csv.py", "lbfgs", "python3-pandas python3-sklearn"),
        new("statsmodels-newton", "statsmodels Logit newton", Statsmodels, "statsmodels_fit.py", null, "python3-statsmodels"),
        new("r-glm", "R glm.fit", R, "glm.R", null, "r-base-core") { LargestDenseDesign = 100_000_000 },
        new("glmnet", "R glmnet", Glmnet, "glmnet.R", null, "r-cran-glmnet"),
        new("glmnet-path", "R glmnet", Glmnet, "glmnet_path.R", "1e-7", "r-cran-glmnet"),
        new("glmnet-path-tight", "R glmnet, thresh 1e-10", Glmnet, "glmnet_path.R", "1e-10", "r-cran-glmnet"),
        new("liblinear-primal", "LIBLINEAR -s 0", Liblinear, "liblinear_fit.py", "primal", "liblinear-tools python3-numpy"),
        new("liblinear-dual", "LIBLINEAR -s 7", Liblinear, "liblinear_fit.py", "dual", "liblinear-tools python3-numpy"),
    ];

    public static Peer Find(string name) => All.Single(peer => peer.Name == name);
}
