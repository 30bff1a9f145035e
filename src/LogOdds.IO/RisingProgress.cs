namespace LogOdds.IO;

/// <summary>Hands on how far a work has come when it is further than before: what is tried again starts from the beginning.</summary>
internal sealed class RisingProgress(IProgress<double> progress) : IProgress<double>
{
    private double _furthest;

    public void Report(double value)
    {
        if (value < _furthest) return;
        _furthest = value;
        progress.Report(value);
    }
}
