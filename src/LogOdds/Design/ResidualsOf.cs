namespace LogOdds.Design;

/// <summary>Makes the residuals of some rows of their linear predictors, for several coefficients at a time.</summary>
/// <param name="rows">The rows.</param>
/// <param name="etas">The linear predictors, a vector of one entry a row behind the other; they may be changed.</param>
/// <param name="residuals">Overwritten with as many vectors of residuals.</param>
public delegate void ResidualsOf(RowBlock rows, Span<double> etas, Span<double> residuals);
