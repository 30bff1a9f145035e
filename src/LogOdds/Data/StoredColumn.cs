namespace LogOdds.Data;

/// <summary>What a file says about a column of it, and a look at whether the column is still what was written.</summary>
/// <param name="check">Throws where the column is damaged.</param>
/// <param name="missing">The number of missing values.</param>
/// <param name="summary">Mean and spread; null where they are not stored.</param>
internal sealed class StoredColumn(Action check, int missing, ColumnSummary? summary)
{
    private readonly Lock _gate = new();
    private volatile bool _isChecked;

    /// <summary>The number of missing values.</summary>
    public int Missing => missing;

    /// <summary>Mean and spread; null where they are not stored.</summary>
    public ColumnSummary? Summary => summary;

    /// <summary>Makes sure, once, that the column is what was written.</summary>
    /// <exception cref="UnusableDataException">It is damaged.</exception>
    public void Check()
    {
        if (_isChecked) return;
        lock (_gate)
        {
            if (!_isChecked) check();
            _isChecked = true;
        }
    }
}
