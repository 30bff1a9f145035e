namespace LogOdds.Bench.Contestants;

/// <summary>Another tool in the comparison: a script in bench/peers.</summary>
/// <param name="Name">Its name in the list of a case.</param>
/// <param name="Title">Its name in the results.</param>
/// <param name="Interpreter">What runs the script.</param>
/// <param name="Script">The file in bench/peers.</param>
/// <param name="Solver">The script's solver argument; null for none.</param>
/// <param name="Packages">The Debian packages that bring it.</param>
internal sealed record Peer(string Name, string Title, Interpreter Interpreter, string Script, string? Solver, string Packages)
{
    /// <summary>Above this many numbers in a dense design the peer is left out; null for no such limit.</summary>
    public long? LargestDenseDesign { get; init; }
}
