using System.Runtime.Intrinsics;

namespace LogOdds.Numerics;

/// <summary>A computation written once for lanes of any width.</summary>
internal interface IKernel
{
    /// <summary>Computes in lanes of type <typeparamref name="T"/>.</summary>
    void Run<T>() where T : struct, ILanes<T>;
}

/// <summary>Runs kernels in the widest lanes that the hardware has.</summary>
internal static class Simd
{
    public static void Run<TKernel>(ref TKernel kernel) where TKernel : struct, IKernel, allows ref struct
    {
        // Each test is a constant to the compiler: one branch is left.
        if (Vector512.IsHardwareAccelerated) kernel.Run<Lanes512>();
        else if (Vector256.IsHardwareAccelerated) kernel.Run<Lanes256>();
        else if (Vector128.IsHardwareAccelerated) kernel.Run<Lanes128>();
        else kernel.Run<ScalarLane>();
    }
}
