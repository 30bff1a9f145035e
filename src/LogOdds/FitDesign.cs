using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Objectives;

namespace LogOdds;

/// <summary>The rows of a fit as a design of the columns that are fitted.</summary>
/// <param name="columns">The columns.</param>
internal abstract class FitDesign(FittedColumns columns)
{
    /// <summary>The columns.</summary>
    public FittedColumns Columns { get; } = columns;

    /// <summary>Columns that are linear combinations of those before them, by their places in the design.</summary>
    public abstract List<AliasedColumn> Aliased();

    /// <summary>The mean loss.</summary>
    /// <param name="datafit">The loss of a row.</param>
    /// <param name="map">The map from the columns as they are to those that β belongs to.</param>
    public abstract LinearObjective Objective(IDatafit datafit, Standardization map);

    /// <summary>The mean loss with Firth's penalty.</summary>
    /// <param name="map">The map from the columns as they are to those that β belongs to.</param>
    public abstract FirthObjective FirthObjective(Standardization map);

    /// <summary>The rows at coefficients, seen from outside: what the solver did with scales and samples has no part in it.</summary>
    /// <param name="coefficients">Slopes in the data's units, the intercept last.</param>
    /// <param name="map">The map from the columns as they are to those of the derivatives.</param>
    /// <param name="isCurved">Whether the Hessian is wanted.</param>
    public abstract FitPoint At(double[] coefficients, Standardization map, bool isCurved);
}
