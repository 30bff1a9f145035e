namespace LogOdds.Lab.Workbench;

/// <summary>Something that is kept in memory for the page.</summary>
internal interface IHeld
{
    string Id { get; }

    /// <summary>About how much memory it takes.</summary>
    long Bytes { get; }
}

/// <summary>What was asked for is not in memory any more, or never was.</summary>
internal sealed class ForgottenException(string what) : Exception($"{what} no longer in memory: the Lab keeps the latest {WorkbenchStore.MostTables} tables and {WorkbenchStore.MostFits} fits, and forgets all when it ends. Open the file again.");

/// <summary>
/// Tables and fits by their ids, in memory only. There is room for so many and so much of each; what was used longest ago goes first, and a
/// table takes its fits along.
/// </summary>
internal sealed class WorkbenchStore
{
    public const int MostTables = 6;
    public const int MostFits = 20;

    private readonly Lock _lock = new();
    // What was used last stands at the end.
    private readonly List<IHeld> _held = [];
    private OpenedTable? _always;

    /// <summary>About how much memory all may take together; what was opened last stays even if it is more.</summary>
    public long MostBytes { get; init; } = 3L << 30;

    /// <summary>Keeps a table until the end.</summary>
    public OpenedTable KeepAlways(OpenedTable table) => _always = table;

    /// <summary>Keeps a table or a fit.</summary>
    public T Keep<T>(T held) where T : IHeld
    {
        lock (_lock)
        {
            _held.Add(held);
            while (Overfull() is { } oldest)
            {
                _held.Remove(oldest);
                if (oldest is OpenedTable table) _held.RemoveAll(other => other is FittedModel fit && fit.Source.Id == table.Id);
            }
        }
        return held;
    }

    /// <exception cref="ForgottenException">There is none of that id.</exception>
    public OpenedTable Table(string id) => id == _always?.Id ? _always : Find<OpenedTable>(id) ?? throw new ForgottenException("This table is");

    /// <exception cref="ForgottenException">There is none of that id.</exception>
    public FittedModel Fit(string id)
    {
        var fit = Find<FittedModel>(id) ?? throw new ForgottenException("This fit is");
        _ = Find<OpenedTable>(fit.Source.Id);
        return fit;
    }

    private T? Find<T>(string id) where T : class, IHeld
    {
        lock (_lock)
        {
            if (_held.FirstOrDefault(held => held.Id == id) is not T found) return null;
            _held.Remove(found);
            _held.Add(found);
            return found;
        }
    }

    /// <summary>What has to go; null where all has room. The newest stays, and the table of the newest.</summary>
    private IHeld? Overfull()
    {
        var spare = _held.SkipLast(1).Where(held => held.Id != (_held[^1] as FittedModel)?.Source.Id).ToList();
        if (_held.OfType<OpenedTable>().Count() > MostTables) return spare.OfType<OpenedTable>().FirstOrDefault();
        if (_held.OfType<FittedModel>().Count() > MostFits) return spare.OfType<FittedModel>().FirstOrDefault();
        return _held.Sum(held => held.Bytes) > MostBytes ? spare.FirstOrDefault() : null;
    }
}
