namespace LogOdds.Models;

/// <summary>What row weights mean. Estimates are the same for all kinds; what follows from them is not.</summary>
public enum WeightKind
{
    /// <summary>A row of weight w is as exact as w rows; rows of weight above 0 are counted once (R's glm).</summary>
    Precision,

    /// <summary>A row of weight w stands for w equal rows: n is the sum of the weights. Weights are whole numbers.</summary>
    Frequency,

    /// <summary>A row of weight w was drawn with probability proportional to 1/w: the likelihood is not one, and standard errors are robust.</summary>
    Sampling,
}
