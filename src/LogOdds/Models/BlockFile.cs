using System.Text.Json;
using LogOdds.Formulas;

namespace LogOdds.Models;

/// <summary>The part of a model file that says what a block of sparse columns is made of.</summary>
internal static class BlockFile
{
    public static void Write(Utf8JsonWriter json, BlockVariable block)
    {
        json.WriteString("kind", "sparse");
        json.WriteNumber("width", ((SparseVariable)block).Width);
    }

    /// <summary>The variable; null where it is no block.</summary>
    public static BlockVariable? Read(JsonPath variable) => variable["kind"].Text switch
    {
        "sparse" => new SparseVariable(variable["name"].Text, variable["width"].Integer),
        _ => null,
    };
}
