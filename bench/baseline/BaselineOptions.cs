using System.Globalization;

namespace Fovea.Baseline;

/// <summary>The network to serve and its preprocessing, read from the configuration: <c>--Model FILE --Mean 127.5 ...</c></summary>
internal sealed record BaselineOptions
{
    /// <summary>The ONNX file.</summary>
    public required string Model { get; init; }

    /// <summary>One label per line, in the order of the classes; without it, the class index is the label.</summary>
    public string? Labels { get; init; }

    /// <summary>The mean to subtract from pixel values 0..255, per channel in the network's order.</summary>
    public required float[] Mean { get; init; }

    /// <summary>The standard deviation to divide by, per channel in the network's order.</summary>
    public required float[] Std { get; init; }

    /// <summary>Whether the network's channel order is BGR.</summary>
    public bool Bgr { get; init; }

    /// <summary>Whether the outputs are logits, which softmax converts to probabilities.</summary>
    public bool Softmax { get; init; }

    /// <summary>Threads of one run: 0 for the runtime's default, all cores; 1 leaves parallelism to concurrent requests.</summary>
    public int Threads { get; init; }

    /// <summary>Bytes that each request leaks, to check that the leak detector works.</summary>
    public int Leak { get; init; }

    public static BaselineOptions Read(IConfiguration configuration) => new()
    {
        Model = configuration["Model"] ?? throw new InvalidOperationException("The setting --Model is missing: the ONNX file to serve."),
        Labels = configuration["Labels"],
        Mean = Channels(configuration["Mean"] ?? "123.675,116.28,103.53"),
        Std = Channels(configuration["Std"] ?? "58.395,57.12,57.375"),
        Bgr = configuration.GetValue("Bgr", false),
        Softmax = configuration.GetValue("Softmax", true),
        Threads = configuration.GetValue("Threads", 0),
        Leak = configuration.GetValue("Leak", 0),
    };

    private static float[] Channels(string text)
    {
        float[] values = [.. text.Split(',').Select(part => float.Parse(part, CultureInfo.InvariantCulture))];
        return values.Length switch
        {
            1 => [values[0], values[0], values[0]],
            3 => values,
            _ => throw new InvalidOperationException($"'{text}' has {values.Length} values; expected is one, or one per channel."),
        };
    }
}
