using Fovea.Bench.Builds;
using Fovea.Bench.Contract;

namespace Fovea.Bench.Bits;

/// <summary>Compares a model in two builds, setting by setting.</summary>
internal sealed class ModelComparison(LoadedBuild old, LoadedBuild @new, BitsOptions options, PhotoInputs? photos)
{
    private const int LayersPerRun = 16;
    private const long LayerBytesPerRun = 256L << 20;

    private readonly string?[] _instructionSets = options.Choose(@new.Build.InstructionSets.Intersect(old.Build.InstructionSets));

    public ModelReport Run(ModelFile file)
    {
        var report = new ModelReport(file.Name);
        ModelFile model = file.WithWeights();
        foreach (string? set in _instructionSets)
        {
            foreach (int threads in options.Threads)
            {
                GC.Collect();
                using IBuildEngine before = old.Build.Start(options.Settings(set, threads, options.Winograd));
                using IBuildEngine after = @new.Build.Start(options.Settings(set, threads, options.Winograd && !options.Control));
                var loaded = BuildPair.Ask(report, "loading", () => model.Load(before), () => model.Load(after));
                if (loaded is not (IBuildModel first, IBuildModel second))
                    return report;
                using (first)
                using (second)
                    Compare(
                        new BuildPair(first, second, report), report,
                        $"{set ?? "best instruction set"}, {threads} thread{(threads == 1 ? "" : "s")}");
            }
        }

        return report;
    }

    private void Compare(BuildPair pair, ModelReport report, string engine)
    {
        pair.Describe("declarations", m => m.Declarations);
        pair.Describe("layer names", m => m.LayerNames);
        foreach (int batch in InputShapes.Batches(pair.Old.Inputs, options.Batches))
        {
            string where = $"{engine}, batch {batch}";
            if (InputShapes.For(pair.Old.Inputs, batch) is not long[][] shapes)
            {
                report.AddRefusal(where, "an input whose rank is open is not run", "an input whose rank is open is not run");
                continue;
            }

            pair.Describe($"rows of batch {batch}", m => [$"keeps rows apart: {m.KeepsRowsApart(shapes)}"]);
            pair.Run(where, shapes, layers: null, Inputs);
            var texts = pair.Ask($"layers of batch {batch}", m => m.DescribeLayers(shapes));
            if (texts is not (IReadOnlyList<LayerText> before, IReadOnlyList<LayerText> after))
                continue;
            report.AddTexts($"layers of batch {batch}", before.Select(l => l.Text), after.Select(l => l.Text));
            if (!options.Layers)
                continue;
            var common = after.Select(l => l.Name).ToHashSet();
            foreach (string[] group in LayerGroups.Of([.. before.Where(l => common.Contains(l.Name))], LayersPerRun, LayerBytesPerRun))
                pair.Run(where, shapes, group, Inputs);
        }
    }

    private IEnumerable<(string Name, byte[][] Bytes)> Inputs(IReadOnlyList<ValueInfo> inputs)
    {
        yield return ("random input", SeededInputs.Create(inputs));
        foreach ((int index, byte[][] batch) in (photos?.For(inputs) ?? []).Index())
            yield return ($"photos {index + 1}", batch);
    }
}
