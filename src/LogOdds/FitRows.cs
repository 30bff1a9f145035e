using LogOdds.Design;
using LogOdds.Formulas;
using LogOdds.Models;

namespace LogOdds;

/// <summary>
/// The rows of a fit, whoever holds them: memory, the ranks of a cluster, a database. What a fit asks of them is about all rows at once, so that no
/// row has to travel.
/// </summary>
internal abstract class FitRows
{
    /// <summary>How the rows become a response and a design.</summary>
    public abstract Encoding Encoding { get; }

    /// <summary>The number of rows in which nothing is missing.</summary>
    public abstract long Rows { get; }

    /// <summary>Σ wᵢ, with the weights of classes.</summary>
    public abstract double TotalWeight { get; }

    /// <summary>Mean and spread of each column of the encoding, by the weights without those of classes.</summary>
    public abstract ColumnMoments Moments { get; }

    /// <summary>What became of the rows.</summary>
    public abstract RowCounts Counts { get; }

    /// <summary>Makes sure that these rows can answer what a fit with such options asks.</summary>
    /// <exception cref="Data.UnusableDataException">They cannot; the message says where the fit can be had.</exception>
    public abstract void Require(FitOptions options);

    /// <summary>The same rows with the weights of their classes besides.</summary>
    /// <exception cref="Data.UnusableDataException">Rows count trials, or a factor is given for a class that is none.</exception>
    public abstract FitRows WithClassWeights(ClassWeight classWeight);

    /// <summary>Rows of weight above 0; for frequency weights, their sum.</summary>
    public abstract double Observations(WeightKind kind);

    /// <summary>The least loss that any probabilities could have, and the logarithm of the ways in which grouped trials could have come.</summary>
    public abstract (double Saturated, double LogWays) Grouping();

    /// <summary>The least loss of the intercept alone, beside offsets where there are some.</summary>
    public abstract double NullLoss();

    /// <summary>The rows as a design of the columns that are fitted.</summary>
    public abstract FitDesign On(FittedColumns columns);
}
