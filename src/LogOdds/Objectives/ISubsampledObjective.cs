namespace LogOdds.Objectives;

/// <summary>An objective that can be had on a sample of its rows, and that knows what it costs.</summary>
public interface ISubsampledObjective : ICurvedObjective
{
    /// <summary>The number of rows.</summary>
    long Rows { get; }

    /// <summary>The numbers that one evaluation reads.</summary>
    double NumbersPerPass { get; }

    /// <summary>The multiply-adds that a Hessian takes besides.</summary>
    double ProductsPerHessian { get; }

    /// <summary>Whether some of the rows can be asked without the others.</summary>
    bool HasSamples { get; }

    /// <summary>
    /// The mean loss over about <paramref name="rows"/> of the rows, the same ones each time, spread over all of them so that their
    /// order does not matter.
    /// </summary>
    ISubsampledObjective Sample(long rows);
}
