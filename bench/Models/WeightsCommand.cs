namespace Fovea.Bench.Models;

/// <summary>
/// Writes a model to a new file; a topology without weights gets seeded random ones, so that several programs can load the same network.
/// </summary>
internal static class WeightsCommand
{
    public static int Run(Arguments arguments)
    {
        string path = arguments.Subject ?? throw new ArgumentException("The model's path is missing: weights FILE --out FILE.");
        File.WriteAllBytes(arguments.Required("out"), BenchModel.Read(path).Bytes);
        return 0;
    }
}
