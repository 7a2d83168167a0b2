using Fovea.Inference;

namespace Fovea.Bench.LoadTables;

/// <summary>Prints the tables of a load run from the files that bench/load/run.sh wrote.</summary>
internal static class ServingCommand
{
    /// <summary>Zero when Fovea answered every request.</summary>
    public static int Run(Arguments arguments)
    {
        ServingSamples samples = ServingSamples.Read(arguments.Required("samples"));
        using var engine = new InferenceEngine();
        Console.WriteLine($"{Machine.Describe(engine.InstructionSet)}{Environment.NewLine}");
        new ServingReport(samples).Write(Console.Out);
        return samples.Loads.Any(s => s.Service == Services.Fovea && s.Refused + s.Broken > 0) ? 1 : 0;
    }
}
