using System.Globalization;

namespace Fovea.Bench.Quantizing;

/// <summary>
/// On how many photos a classifier gives the same class as another one, in Fovea and in ONNX Runtime. The pre-processing is that of the
/// other one, against which it is held.
/// </summary>
internal static class Top1Command
{
    public static int Run(Arguments arguments, TextWriter output)
    {
        string file = arguments.Subject
            ?? throw new ArgumentException("The model's path is missing: top1 FILE --against FILE --photos DIR.");
        string against = arguments.Required("against");
        var count = Top1Count.Of(file, against, arguments.Required("photos"), optimize: true);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Path.GetFileName(file)}: of {count.Photos} photos, {count.Equal} have the class that {Path.GetFileName(against)} gives, " +
            $"{count.EqualInOnnxRuntime} in ONNX Runtime; both agree on {count.EqualBetween}"));
        return 0;
    }
}
