using SharpFuzz;

namespace Fovea.Fuzz.Running;

/// <summary>
/// Prepares libraries so that AFL++ sees which branches an input takes. The kernels are left as they are: they are loops.
/// </summary>
internal static class Instrumentation
{
    private static readonly string[] Libraries = ["Fovea.Inference", "Fovea.Imaging", "Fovea.Models", "Fovea.Api"];

    /// <summary>Rewrites the libraries of a folder in place.</summary>
    public static void Apply(string folder)
    {
        foreach (string library in Libraries)
        {
            string path = Path.Combine(folder, $"{library}.dll");
            Fuzzer.Instrument(path, _ => true, Options.Value);
            Console.WriteLine($"instrumented {library}");
        }
    }
}
