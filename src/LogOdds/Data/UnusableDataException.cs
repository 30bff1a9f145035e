namespace LogOdds.Data;

/// <summary>
/// Data or a model file that cannot be used: says what is wrong, where it stands and what to do.
/// Conditions under which a fit still means something (separation, slow convergence, dropped rows)
/// are values on the result, never exceptions.
/// </summary>
/// <param name="what">What is wrong, one sentence without the final full stop.</param>
/// <param name="where">File, line, column or row; null when the data as a whole are meant.</param>
/// <param name="remedy">What to do about it; null when the sentence says it already.</param>
/// <param name="inner">The failure underneath, when there is one.</param>
public sealed class UnusableDataException(string what, string? where = null, string? remedy = null, Exception? inner = null)
    : Exception(Compose(what, where, remedy), inner)
{
    /// <summary>What is wrong.</summary>
    public string What { get; } = what;

    /// <summary>Where: file, line, column or row.</summary>
    public string? Where { get; } = where;

    /// <summary>What to do about it.</summary>
    public string? Remedy { get; } = remedy;

    private static string Compose(string what, string? where, string? remedy) =>
        (where is null ? what : $"{where}: {what}") + (remedy is null ? "." : $". {remedy}");
}
