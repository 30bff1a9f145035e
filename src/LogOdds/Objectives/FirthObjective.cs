using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Numerics;

namespace LogOdds.Objectives;

/// <summary>
/// The mean loss with Firth's penalty (Biometrika 80, 1993): F(β) − 1/(2Σw) · ln det I(β), with I = Zᵀ diag(w μ(1−μ)) Z. Its gradient is
/// that of the loss less 1/Σw · Zᵀ h(½ − μ), with the leverages h (Heinze and Schemper, Statistics in Medicine 21, 2002, equation 3).
/// </summary>
/// <remarks>
/// The Hessian is taken with the leverages held: 1/Σw · Zᵀ diag((w + h) μ(1−μ)) Z, that of the loss for a row and the two half rows of
/// weight h/2 that the penalty amounts to. It is positive definite, and a Newton solver ends where the gradient is 0.
/// </remarks>
internal sealed class FirthObjective : ICurvedObjective
{
    private readonly LinearObjective _loss;
    private readonly IDesign _design;
    private readonly Response _response;
    private readonly Standardization _columns;
    private readonly RowRuns _runs;
    private readonly int _estimated;

    /// <summary>The penalised objective of a design and a response; see <see cref="LinearObjective"/> for the parameters.</summary>
    public FirthObjective(IDesign design, Response response, Standardization columns, int threads, bool hasIntercept)
    {
        (_design, _response, _columns) = (design, response, columns);
        _loss = new LinearObjective(design, response, new Logistic(), columns, threads, hasIntercept);
        _runs = RowRuns.All(design.Rows, design.NumbersPerRow, threads, RowRuns.Affordable(PackedSymmetric.Length(Dimension)));
        _estimated = design.Columns + (hasIntercept ? 1 : 0);
    }

    /// <inheritdoc/>
    public int Dimension => _loss.Dimension;

    /// <inheritdoc/>
    public int Slopes => _loss.Slopes;

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> beta, Span<double> gradient) => Evaluate(beta, gradient, new double[PackedSymmetric.Length(Dimension)]);

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> beta, Span<double> gradient, Span<double> packedHessian)
    {
        var loss = _loss.Evaluate(beta, gradient, packedHessian);
        var total = _response.TotalWeight;
        // Where the information is singular, the penalty is infinite: a step this far is refused by its value.
        if (PackedCholesky.TryFactor(Dimension, packedHessian) is not { } factor) return double.PositiveInfinity;
        var logDeterminant = factor.LogDeterminant() + _estimated * Math.Log(total);
        var roots = factor.InverseFactor().Take(_estimated).Select(row => _columns.ToData(row)).ToArray();
        var coefficients = _columns.ToData(beta);

        var parts = _runs.Compute(blocks =>
        {
            var (g, h) = (new double[Dimension], new double[PackedSymmetric.Length(Dimension)]);
            foreach (var block in blocks) AddPenalty(block, coefficients, roots, total, g, h);
            return (Gradient: g, Hessian: h);
        });
        var (gradients, hessians) = (new double[Dimension], new double[packedHessian.Length]);
        foreach (var part in parts)
        {
            VectorKernels.Add(gradients, part.Gradient);
            VectorKernels.Add(hessians, part.Hessian);
        }
        _columns.GradientToScaled(gradients);
        _columns.HessianToScaled(hessians);
        var (own, ownPacked) = (_estimated == Dimension ? Dimension : Dimension - 1, PackedSymmetric.Length(_estimated));
        VectorKernels.AddScaled(gradient[..own], -1 / total, gradients.AsSpan(0, own));
        VectorKernels.AddScaled(packedHessian[..ownPacked], 1 / total, hessians.AsSpan(0, ownPacked));
        return loss - logDeterminant / (2 * total);
    }

    private void AddPenalty(RowBlock block, double[] coefficients, double[][] roots, double total, double[] gradient, double[] hessian)
    {
        var (eta, forms, scratch) = (new double[block.Count], new double[block.Count], new double[block.Count]);
        _design.Multiply(block, coefficients.AsSpan(0, Slopes), eta);
        _response.AddOffsets(block, coefficients[^1], eta);
        _design.QuadraticForms(block, roots, scratch, forms);
        Logistic.Probabilities(eta, eta);
        for (var i = 0; i < eta.Length; i++)
        {
            var spread = eta[i] * (1 - eta[i]);
            var leverage = _response.WeightOf(block.Start + i) * spread * forms[i] / total;
            scratch[i] = leverage * (0.5 - eta[i]);
            forms[i] = leverage * spread;
        }
        _design.AddTransposed(block, scratch, gradient.AsSpan(0, Slopes));
        gradient[^1] += VectorKernels.Sum(scratch);
        _design.AddCurvature(block, forms, hessian);
    }
}
