using Fovea.Bench.Builds;
using Fovea.Bench.Contract;
using Fovea.Bench.Models;
using Fovea.Inference;

namespace Fovea.Bench.Comparing;

/// <summary>Compares whole networks on this build of Fovea and another one, in one process and in alternating rounds.</summary>
internal sealed class CompareBuildsCommand
{
    private readonly CompareOptions _options;
    private readonly LoadedBuild[] _builds;

    /// <exception cref="ArgumentException">
    /// There is no other build, it does not know the processor, or this one is compiled ahead of time and the other is not.
    /// </exception>
    private CompareBuildsCommand(CompareOptions options)
    {
        if (Directory.EnumerateFiles(AppContext.BaseDirectory, "*.r2r.dll").Any())
            throw new ArgumentException(
                "--against: this program is compiled ahead of time, the other build is not; use 'dotnet run -c Release --project bench'.");
        _options = options;
        LoadedBuild own = LoadedBuild.Own(), old = LoadedBuild.Load(options.Against!, "old");
        old.CheckProcessor(options.Processor);
        _builds = options.Control ? [own, old, LoadedBuild.Load(options.Against!, "control")] : [own, old];
    }

    /// <summary>Returns 0 if all results have the same bits.</summary>
    public static int Run(CompareOptions options) => new CompareBuildsCommand(options).Run();

    private int Run()
    {
        var comparisons = new List<BuildComparison>();
        foreach (string path in BenchModel.Find(_options.Models, _options.Only))
        {
            BenchModel model = BenchModel.Read(path);
            foreach (int batch in _options.Batches)
            {
                foreach (int threads in _options.Threads.Distinct())
                {
                    if (Compare(model, threads, batch) is not BuildComparison comparison)
                        continue;
                    comparisons.Add(comparison);
                    Console.Error.WriteLine(comparison.ToString());
                }
            }
        }

        Console.WriteLine(BuildTable.Write(Header(), comparisons));
        return comparisons.Count > 0 && comparisons.All(c => c.Difference.IsNone) ? 0 : 1;
    }

    private BuildComparison? Compare(BenchModel model, int threads, int batch)
    {
        var settings = new EngineSettings
        {
            Threads = threads,
            InstructionSet = _options.InstructionSet?.ToString(),
            Processor = _options.Processor,
            Winograd = _options.Winograd,
        };
        var rivals = new List<BuildRival>();
        try
        {
            foreach (LoadedBuild build in _builds)
                rivals.Add(new BuildRival(build, model.Bytes, model.Name, settings));
            if (InputShapes.For(rivals[0].Inputs, batch) is not long[][] shapes)
                return null;
            double[][] times = Measurement.Alternate(
                [.. rivals.Select(r => r.Prepare(shapes))], _options.Rounds, _options.Milliseconds, _options.WarmUpMilliseconds);
            return new BuildComparison(
                model.Name, threads, batch, times[0], times[1], times.ElementAtOrDefault(2), rivals[0].DifferenceFrom(rivals[1]));
        }
        finally
        {
            rivals.ForEach(r => r.Dispose());
        }
    }

    private string Header()
    {
        using InferenceEngine engine = _options.NewEngine(threads: 1);
        return $"""
            {Machine.Describe(engine.Kernels)}
            New: {_builds[0].Version}; old: {_builds[1].Version}{(_builds[0].Id == _builds[1].Id ? ", the same build" : "")}.
            Milliseconds per image, new / old = ratio (above 1 the new build is faster){(_options.Control ? ", in parentheses the ratio of a second copy of the old build to the first" : "")}; medians of {_options.Rounds} alternating rounds of {_options.Milliseconds} ms.{(_options.Winograd ? "" : " Winograd's algorithm is off.")}
            """;
    }
}
