using System.Text;
using LogOdds.Data;

namespace LogOdds.IO;

/// <summary>
/// Gathers the fields of a column: as numbers while all of them are, as texts from the first that is not. A column that turns
/// to text after numbers have been seen has to be gathered once more, for "007" and "7.0" are texts of their own.
/// </summary>
internal sealed class ColumnBuilder(string name, byte decimalMark)
{
    private readonly List<double> _numbers = [];
    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);
    private readonly List<string> _levels = [];
    private readonly List<int> _rows = [];
    private bool _hasNumbers;
    private bool _isText;

    /// <summary>Whether numbers came before the first text, so that the column must be gathered again.</summary>
    public bool MustRestart { get; private set; }

    /// <summary>Takes the column as text, from an empty start.</summary>
    public void RestartAsText()
    {
        _numbers.Clear();
        (_isText, MustRestart) = (true, false);
    }

    /// <summary>Adds a field; empty and NA are missing. False where it is taken as text.</summary>
    /// <exception cref="DecoderFallbackException">The field is not UTF-8.</exception>
    public bool Add(ReadOnlySpan<byte> field)
    {
        if (MustRestart) return false;
        // Blanks inside quotes belong to a text, but not to a number or to NA.
        var bare = field.Trim(" \t"u8);
        var isMissing = MissingField.Is(bare);
        if (_isText)
        {
            _rows.Add(isMissing ? CategoricalColumn.MissingCode : Code(field));
            return isMissing;
        }
        if (isMissing)
        {
            _numbers.Add(NumericColumn.Missing);
            return true;
        }
        if (NumberParser.TryParse(bare, decimalMark, out var value))
        {
            _hasNumbers = true;
            _numbers.Add(value);
            return true;
        }
        if (_hasNumbers) MustRestart = true;
        else
        {
            // Only missing values so far: nothing is lost by going over to text.
            _rows.AddRange(Enumerable.Repeat(CategoricalColumn.MissingCode, _numbers.Count));
            _numbers.Clear();
            _isText = true;
            _rows.Add(Code(field));
        }
        return false;
    }

    /// <summary>The column; levels are put into their order.</summary>
    public Column Build()
    {
        if (!_isText) return new NumericColumn(name, _numbers.ToArray());
        var levels = _levels.Order(CategoricalColumn.LevelOrder).ToArray();
        var newCode = new int[levels.Length];
        for (var i = 0; i < levels.Length; i++) newCode[_codes[levels[i]]] = i;
        return new CategoricalColumn(name, levels, _rows.Select(code => code == CategoricalColumn.MissingCode ? code : newCode[code]).ToArray());
    }

    private int Code(ReadOnlySpan<byte> field)
    {
        var text = Utf8.Strict.GetString(field);
        if (!_codes.TryGetValue(text, out var code))
        {
            _codes.Add(text, code = _levels.Count);
            _levels.Add(text);
        }
        return code;
    }
}
