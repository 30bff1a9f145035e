namespace LogOdds.Cli.Output;

/// <summary>Figures drawn with letters: a line each, on one scale.</summary>
internal sealed class Bars(double least, double most)
{
    private const int Width = 32;

    /// <summary>A dot at a value.</summary>
    public string Dot(double value) => Draw(value, value, value);

    /// <summary>A dot at a value, with a line from one end of its interval to the other.</summary>
    public string Draw(double low, double value, double high)
    {
        Span<char> line = stackalloc char[Width];
        line.Fill(' ');
        line[Place(low)..(Place(high) + 1)].Fill('-');
        line[Place(value)] = 'o';
        return line.TrimEnd().ToString();
    }

    private int Place(double value) => most > least ? (int)Math.Round((Width - 1) * Math.Clamp((value - least) / (most - least), 0, 1)) : 0;
}
