using System.Globalization;

namespace Fovea.Bench.Kernels;

/// <summary>One convolution of a real network, read from a line of <c>shapes/*.txt</c>; batch 1.</summary>
public sealed record LayerShape(string Network, int Height, int Width, int Channels, int Maps, int Kernel, int Stride, int Pad, int Groups)
{
    public int OutputHeight => ((Height + (2 * Pad) - Kernel) / Stride) + 1;

    public int OutputWidth => ((Width + (2 * Pad) - Kernel) / Stride) + 1;

    public long MultiplyAdds => (long)OutputHeight * OutputWidth * Maps * (Channels / Groups) * Kernel * Kernel;

    /// <summary>The shapes of all networks, in the order of their files; either the depthwise or the other ones.</summary>
    public static IEnumerable<LayerShape> Read(bool depthwise) =>
        Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "shapes"), "*.txt").Order(StringComparer.Ordinal).SelectMany(ReadFile)
            .Where(shape => (shape.Groups == shape.Channels && shape.Groups > 1) == depthwise);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Network} {Height}x{Width}x{Channels}->{Maps} k{Kernel} s{Stride}{(Groups > 1 ? $" g{Groups}" : "")}");

    private static IEnumerable<LayerShape> ReadFile(string path)
    {
        string network = Path.GetFileNameWithoutExtension(path);
        foreach (string line in File.ReadLines(path).Where(line => line.Length > 0 && line[0] != '#'))
        {
            int[] n = [.. line.Split(' ').Select(word => int.Parse(word, CultureInfo.InvariantCulture))];
            yield return new LayerShape(network, n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8]);
        }
    }
}
