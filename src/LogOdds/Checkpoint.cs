namespace LogOdds;

/// <summary>
/// Where a fit keeps the answers of its rows, so that one that was interrupted can be resumed: the solver goes the same way again on what was
/// answered, without a pass over the rows, and at most the pass that was under way is lost. The file grows by a few p-sized sums a pass.
/// </summary>
/// <param name="Path">The file.</param>
public sealed record Checkpoint(string Path)
{
    /// <summary>Whether to go on from the file. Where there is none yet, the fit begins from the start. Unless set, a file that is there already is refused.</summary>
    public bool IsResumed { get; init; }
}
