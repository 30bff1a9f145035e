using System.Text.Json;
using LogOdds.Formulas;

namespace LogOdds.Models;

/// <summary>The part of a model file that says what a block of sparse columns is made of.</summary>
internal static class BlockFile
{
    public static void Write(Utf8JsonWriter json, BlockVariable block)
    {
        json.WriteString("kind", block switch { WordsVariable => "words", HashVariable => "hash", _ => "sparse" });
        switch (block)
        {
            case WordsVariable words:
                json.WriteString("column", words.Columns[0]);
                json.WriteNumber("buckets", words.Buckets);
                json.WriteTexts("vocabulary", words.Vocabulary);
                json.WriteStartArray("weights");
                foreach (var weight in words.Weights) json.WriteNumberValue(weight);
                json.WriteEndArray();
                break;
            case HashVariable hash:
                json.WriteString("column", hash.Columns[0]);
                json.WriteNumber("buckets", hash.Buckets);
                break;
            case SparseVariable sparse:
                json.WriteNumber("width", sparse.Width);
                break;
        }
    }

    /// <summary>The variable; null where it is no block.</summary>
    public static BlockVariable? Read(JsonPath variable) => variable["kind"].Text switch
    {
        "sparse" => new SparseVariable(variable["name"].Text, variable["width"].Integer),
        "hash" => new HashVariable(variable["name"].Text, variable["column"].Text, variable["buckets"].Integer),
        "words" => new WordsVariable(variable["name"].Text, variable["column"].Text, variable["vocabulary"].Items.Select(word => word.Text),
            variable["weights"].Items.Select(weight => weight.Number), variable["buckets"].Integer),
        _ => null,
    };
}
