using LogOdds.Data;
using LogOdds.Formulas;
using LogOdds.Inference;
using LogOdds.Numerics;
using LogOdds.Solvers;

namespace LogOdds;

/// <summary>
/// What is refused where several processes share the rows out, because it takes rows of several of them side by side; and where a checkpoint is
/// kept, because it takes more than sums.
/// </summary>
internal static class FitLimits
{
    /// <summary>Refuses what a fit may ask of rows that no process has.</summary>
    /// <exception cref="UnusableDataException">There are several processes or a checkpoint, and the fit asks for it.</exception>
    public static void Require(FitOptions options)
    {
        if (options.BiasReduction != BiasReduction.None) RequireOrdinary(options, "Firth's fit");
        if (options.Strata is not null) RequireOrdinary(options, "a fit conditional on matched sets");
        if (options.Solver is StochasticGradientDescent) RequireOrdinary(options, "the solver sgd, which takes rows one by one,");
        if (options.ProximalSolver is CoordinateDescent or WorkingSet) RequireOrdinary(options, "a solver that takes columns one by one");
    }

    /// <summary>Refuses terms that learn from all rows at once.</summary>
    /// <exception cref="UnusableDataException">There are several processes and such terms.</exception>
    public static void Require(RightSide side, ICommunicator ranks)
    {
        if (ranks.Size > 1 && side.Variables.FirstOrDefault(node => node is CallNode { Function: "poly" or "ns" or "bs" or "scale" or "words" }) is { } learning)
            throw Refused($"{learning}, which learns from all rows,", "over several processes");
    }

    /// <summary>Refuses what is neither done over several processes nor with a checkpoint.</summary>
    /// <exception cref="UnusableDataException">There are several processes, or a checkpoint.</exception>
    public static void RequireOrdinary(FitOptions options, string what)
    {
        if (options.Communicator.Size > 1) throw Refused(what, "over several processes");
        if (options.Checkpoint is not null) throw Refused(what, "with a checkpoint");
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

    private static UnusableDataException Refused(string what, string how) => new($"{what} is not done {how}", remedy: "Leave out the one or the other.");
}
