using System.Text.Json;
using BenchmarkDotNet.Running;
using LogOdds.Bench;
using LogOdds.Bench.Cases;
using LogOdds.Bench.Classes;
using LogOdds.Bench.Contestants;
using LogOdds.Bench.Kernels;
using LogOdds.Bench.Results;
using LogOdds.Bench.Scale;
using LogOdds.Bench.Sparse;

try
{
    return args switch
    {
        ["list"] => List(),
        ["suite", .. var rest] => Suite.Run(SuiteOptions.Parse(rest)),
        ["report", .. var rest] => Report(SuiteOptions.Parse(rest)),
        ["sparse", .. var rest] => SparseBench.Run(SuiteOptions.Parse(rest)),
        ["scale", .. var rest] => ScaleBench.Run(SuiteOptions.Parse(rest)),
        ["classes", .. var rest] => ClassesBench.Run(SuiteOptions.Parse(rest)),
        ["kernels", .. var rest] => RunKernels(rest),
        [LogOddsContestant.Verb, .. var pairs] => Contest(pairs),
        _ => throw new UsageException("commands: suite [CASE…] [--repeat N] [--out FOLDER] [--scale X] [--limit SECONDS] [--cli PATH] [--threads N] [--seed N] [--charts FOLDER] [--temporary FOLDER]; report [--out FOLDER]; sparse --cli PATH [--repeat N] [--scale X] [--seed N]; scale [--repeat N] [--scale X]; classes [--repeat N] [--scale X] [--threads N] [--seed N]; list; kernels"),
    };
}
catch (UsageException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}

static int List()
{
    foreach (var test in CaseList.All) Console.WriteLine($"{test.Name,-16} {test.Purpose}");
    return 0;
}

static int Report(SuiteOptions options)
{
    ResultsPage.Write(options.Out);
    return 0;
}

static int RunKernels(string[] arguments)
{
    BenchmarkSwitcher.FromAssembly(typeof(KernelConfig).Assembly)
        .Run(arguments.Length == 0 ? ["--filter", "*"] : arguments, KernelConfig.Create(Path.Combine(Path.GetTempPath(), "logodds-kernels")));
    return 0;
}

static int Contest(string[] pairs)
{
    Console.WriteLine(JsonSerializer.Serialize(LogOddsContestant.Run(CallArguments.Parse(pairs)), JsonSerializerOptions.Web));
    return 0;
}
