using System.Globalization;
using System.Linq.Expressions;

namespace LogOdds.Data;

/// <summary>Reads one property of a sequence of objects into a column.</summary>
internal static class PropertyColumn
{
    public static Column Read<T>(IReadOnlyCollection<T> items, Expression<Func<T, object?>> property)
    {
        // The compiler wraps a value type's access into a conversion to object.
        var access = property.Body is UnaryExpression { NodeType: ExpressionType.Convert } conversion ? conversion.Operand : property.Body;
        if (access is not MemberExpression member)
            throw new ArgumentException($"'{property}' is not a property or field access such as s => s.Hours.", nameof(property));
        var read = property.Compile();
        var name = member.Member.Name;
        var type = Nullable.GetUnderlyingType(member.Type) ?? member.Type;
        return type == typeof(string) || type == typeof(bool) || type.IsEnum
            ? CategoricalColumn.FromTexts(name, items.Select(item => Text(read(item))))
            : new NumericColumn(name, items.Select(item => Number(read(item), name)).ToArray());
    }

    private static string? Text(object? value) => value switch
    {
        null => null,
        bool flag => flag ? "true" : "false",
        _ => value.ToString(),
    };

    private static double Number(object? value, string name) => value switch
    {
        null => NumericColumn.Missing,
        double number => number,
        float or decimal or byte or sbyte or short or ushort or int or uint or long or ulong =>
            Convert.ToDouble(value, CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"Property '{name}' is of type {value.GetType().Name}; numbers, texts, booleans and enumerations can be columns."),
    };
}
