using Fovea.Inference;

namespace Fovea.Bench.LoadTables;

/// <summary>Prints the tables of a load run from the files that bench/load/run.sh wrote.</summary>
internal static class LoadTablesCommand
{
    /// <summary>Returns 0 if Fovea answered every request.</summary>
    public static int Run(Arguments arguments)
    {
        LoadSamples samples = LoadSamples.Read(arguments.Required("samples"));
        using var engine = new InferenceEngine();
        Console.WriteLine($"{Machine.Describe(engine.Kernels)}{Environment.NewLine}");
        new LoadReport(samples).Write(Console.Out);
        return samples.Loads.Any(s => s.Service == Services.Fovea && s.Refused + s.Broken > 0) ? 1 : 0;
    }
}
