using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace LogOdds.Bench.Kernels;

/// <summary>In this process: a generated project would inherit the repository's warnings as errors.</summary>
internal static class KernelConfig
{
    public static IConfig Create(string artifacts) => DefaultConfig.Instance
        .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance))
        .WithArtifactsPath(artifacts);
}
