namespace LogOdds.Bench.Cases;

/// <summary>One case of the suite.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Purpose">What it shows, in one line.</param>
/// <param name="Kind">What is timed.</param>
/// <param name="Shapes">Its data: one shape, or one for each size of a sweep.</param>
/// <param name="Peers">The names of the peers that take part, see <see cref="Contestants.PeerList"/>.</param>
internal sealed record Case(string Name, string Purpose, CaseKind Kind, IReadOnlyList<DataShape> Shapes, IReadOnlyList<string> Peers)
{
    /// <summary>λ·n: the ridge penalty on standardised columns is λ/2·‖b‖², and other tools' C is 1/(λ·n). 0 for maximum likelihood.</summary>
    public double LambdaTimesRows { get; init; }

    /// <summary>Calls in one timed sample, of which the mean counts: more than one where a call is shorter than a clock can see well.</summary>
    public int Calls { get; init; } = 1;
}
