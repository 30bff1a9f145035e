namespace LogOdds.Selection;

/// <summary>What is measured on rows that a fit has not seen. All but the area are losses: less is better.</summary>
public enum CrossValidationMeasure
{
    /// <summary>Twice the log loss, with probabilities held within [1e-5, 1 − 1e-5] as cv.glmnet does.</summary>
    Deviance,

    /// <summary>The share of rows whose class is not the one predicted at threshold 0.5.</summary>
    ClassError,

    /// <summary>The area under the ROC curve.</summary>
    Auc,

    /// <summary>The squared error of the probabilities of both classes, Σ (y − p)² over them, as in cv.glmnet: twice the Brier score.</summary>
    SquaredError,

    /// <summary>The Brier score, (y − p)².</summary>
    Brier,
}
