namespace LogOdds.Sql;

/// <summary>What a column of a database holds.</summary>
internal enum SqlColumnKind
{
    /// <summary>Doubles, which can be calculated with as they are.</summary>
    Double,

    /// <summary>Numbers of another type.</summary>
    Number,

    /// <summary>Truth values, which count as 1 and 0.</summary>
    Truth,

    /// <summary>Texts.</summary>
    Text,

    /// <summary>Anything else.</summary>
    Other,
}
