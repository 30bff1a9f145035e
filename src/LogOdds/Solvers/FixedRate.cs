using System.Globalization;

namespace LogOdds.Solvers;

/// <summary>How a descent at a fixed rate has ended when its iterations are over.</summary>
internal static class FixedRate
{
    public static SolverStatus StatusAtEnd(double first, double last) =>
        last <= first ? SolverStatus.IterationLimit : SolverStatus.Diverged;

    public static string Reason(double first, double last, int iterations, double rate) => last <= first
        ? $"stopped after {iterations} iterations"
        : string.Create(CultureInfo.InvariantCulture,
            $"after {iterations} iterations the objective had grown from {first:G6} to {last:G6}: the learning rate {rate:G6} is too large for columns on this scale");
}
