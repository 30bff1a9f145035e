namespace LogOdds.Data;

/// <summary>Where the rows of a table came from, so that a message can point at the file and line of a row.</summary>
public interface IRowOrigin
{
    /// <summary>The place of <paramref name="row"/> (0 is the table's first row), for a message: "marks.csv, line 17".</summary>
    string Describe(int row);
}
