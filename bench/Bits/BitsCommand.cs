using Fovea.Bench.Builds;
using Fovea.Kernels.Processors;

namespace Fovea.Bench.Bits;

/// <summary>Checks that two builds compute the same bits, and describe every model in a folder in the same way.</summary>
internal static class BitsCommand
{
    /// <summary>Returns 0 if all results of the other build are the same in this one; for the control, if differences were found.</summary>
    public static int Run(BitsOptions options)
    {
        BitsSummary summary = Compare(options, Console.Out);
        return (options.Control ? summary.ResultsDiffer : summary.IsSame) ? 0 : 1;
    }

    internal static BitsSummary Compare(BitsOptions options, TextWriter writer)
    {
        LoadedBuild @new = LoadedBuild.Own(), old = LoadedBuild.Load(options.Against, "old");
        old.CheckProcessor(options.Processor);
        writer.WriteLine(
            $"New: {@new.Version}; old: {old.Version}{(@new.Id == old.Id ? ", the same build" : "")}; " +
            $"tuned for {ProcessorTable.Find(options.Processor).Name}.{(options.Control ? " The control: new runs without " +
            "Winograd's algorithm, differences must be found." : "")}");
        using PhotoInputs? photos = options.Photos is string folder ? new PhotoInputs(folder) : null;
        var comparison = new ModelComparison(old, @new, options, photos);
        var reports = new List<ModelReport>();
        foreach (ModelFile file in ModelFile.Find(options.Models, options.Only))
        {
            ModelReport report = comparison.Run(file);
            reports.Add(report);
            writer.WriteLine(report.ToString());
        }

        var summary = new BitsSummary(reports);
        writer.WriteLine(summary.ToString());
        return summary;
    }
}
