namespace LogOdds.Formulas;

/// <summary>Several design columns from one number, with what was learned of the numbers a model was fitted to.</summary>
public interface IBasis
{
    /// <summary>The number of columns.</summary>
    int Columns { get; }

    /// <summary>The columns' values at <paramref name="x"/>.</summary>
    /// <param name="x">A finite number.</param>
    /// <param name="values">Receives <see cref="Columns"/> values.</param>
    void Evaluate(double x, Span<double> values);
}
