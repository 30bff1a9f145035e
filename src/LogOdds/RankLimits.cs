using LogOdds.Data;
using LogOdds.Formulas;
using LogOdds.Inference;
using LogOdds.Numerics;
using LogOdds.Solvers;

namespace LogOdds;

/// <summary>What is refused where several processes share the rows out, because it takes rows of several of them side by side.</summary>
internal static class RankLimits
{
    private const string Remedy = "Leave it out, or fit in one process.";

    /// <summary>Refuses what a fit may ask of rows that no process has.</summary>
    /// <exception cref="UnusableDataException">There are several processes, and the fit asks for it.</exception>
    public static void Require(FitOptions options)
    {
        if (options.Communicator.Size == 1) return;
        if (options.BiasReduction != BiasReduction.None) Refuse("Firth's fit");
        if (options.Strata is not null) Refuse("a fit conditional on matched sets");
        if (options.Solver is StochasticGradientDescent) Refuse("the solver sgd, which takes rows one by one,");
        if (options.ProximalSolver is CoordinateDescent or WorkingSet) Refuse("a solver that takes columns one by one");
    }

    /// <summary>Refuses terms that learn from all rows at once.</summary>
    /// <exception cref="UnusableDataException">There are several processes and such terms.</exception>
    public static void Require(RightSide side, ICommunicator ranks)
    {
        if (ranks.Size > 1 && side.Variables.FirstOrDefault(node => node is CallNode { Function: "poly" or "ns" or "bs" or "scale" or "words" }) is { } learning)
            Refuse($"{learning}, which learns from all rows,");
    }

    /// <summary>Refuses whatever is no single fit of two classes.</summary>
    /// <exception cref="UnusableDataException">There are several processes.</exception>
    public static void RequireAlone(FitOptions options, string what)
    {
        if (options.Communicator.Size > 1) Refuse(what);
    }

    /// <summary>Refuses separated classes: which rows and columns make them so is seen with all rows at hand.</summary>
    /// <exception cref="UnusableDataException">There are several processes.</exception>
    public static void RequireOverlap(Separation separation, TableRows rows, int[] kept)
    {
        if (rows.Ranks.Size == 1) return;
        var terms = kept.Where((_, k) => separation.Direction[k] != 0).Select(j => rows.Encoding.Terms[j]);
        throw new UnusableDataException($"the classes of {rows.Encoding.Response.Column} are separated along {string.Join(", ", terms)}: there are no finite estimates, and what there is instead is not found over several processes",
            remedy: "Use a penalty (l2), leave columns out, or fit in one process.");
    }

    private static void Refuse(string what) => throw new UnusableDataException($"{what} is not done over several processes", remedy: Remedy);
}
