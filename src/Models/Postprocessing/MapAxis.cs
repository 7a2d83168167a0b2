using Fovea.Imaging.Resizing;

namespace Fovea.Models.Postprocessing;

/// <summary>Where the pixels of one side of a picture lie in a network's output.</summary>
internal sealed class MapAxis
{
    private readonly MapWeight?[] _weights;
    private readonly int?[] _cells;
    private IReadOnlyList<MapRun>? _runs;
    private float[]? _seconds;

    /// <param name="whole">The pixels of the picture's side.</param>
    /// <param name="scale">The length of the result over that of the picture, at most 1.</param>
    /// <param name="region">The first pixel of the part that was resized, and its length.</param>
    /// <param name="resized">The length after resizing.</param>
    /// <param name="window">Which of these pixels are in the input, and where.</param>
    /// <param name="input">The length of the input.</param>
    /// <param name="map">The length of the output.</param>
    public MapAxis(int whole, double scale, (int First, int Length) region, int resized, CropWindow window, int input, int map)
    {
        int length = Math.Max(1, (int)Math.Round(whole * scale));
        double perPixel = (double)whole / length, perInput = (double)map / input;
        // The first and the last cell that show the picture, not its padding.
        First = Math.Clamp((int)Math.Floor(window.Offset * perInput), 0, map - 1);
        Last = Math.Clamp((int)Math.Ceiling((window.Offset + window.Count) * perInput) - 1, First, map - 1);
        _weights = new MapWeight?[length];
        _cells = new int?[length];
        for (int i = 0; i < length; i++)
        {
            double at = ((((i + 0.5) * perPixel) - region.First) * resized) / region.Length;
            if (at < window.First || at >= window.First + window.Count)
                continue;
            double centre = ((at - window.First + window.Offset) * perInput) - 0.5;
            int first = (int)Math.Floor(centre);
            float weight = (float)(centre - first);
            _weights[i] = new MapWeight(Math.Clamp(first, First, Last), Math.Clamp(first + 1, First, Last), weight);
            // OpenCV's nearest neighbour takes the pixel at the left side of the pixel, not at its centre.
            double side = (((i * perPixel) - region.First) * resized / region.Length) - window.First + window.Offset;
            _cells[i] = Math.Clamp((int)Math.Floor(side * perInput), First, Last);
        }
    }

    /// <summary>An axis whose pixels lie between these cells; null where the network does not see them.</summary>
    public MapAxis(MapWeight?[] weights)
    {
        (_weights, _cells) = (weights, new int?[weights.Length]);
        First = weights.Min(weight => weight?.First) ?? 0;
        Last = weights.Max(weight => weight?.Second) ?? 0;
    }

    /// <summary>The number of pixels.</summary>
    public int Length => _weights.Length;

    /// <summary>The first cell of the output that shows the picture.</summary>
    public int First { get; }

    /// <summary>The last one.</summary>
    public int Last { get; }

    /// <summary>The pixels that the network sees, in order, those between the same cells together.</summary>
    public IReadOnlyList<MapRun> Runs => _runs ??= FindRuns();

    /// <summary>How much of each pixel's value is that of the second of its cells.</summary>
    public ReadOnlySpan<float> Weights => _seconds ??= [.. _weights.Select(weight => weight?.Weight ?? 0)];

    /// <summary>The two cells between whose centres a pixel's centre lies; null where the network does not see it.</summary>
    public MapWeight? this[int pixel] => _weights[pixel];

    /// <summary>The cell that a pixel lies in; null where the network does not see it.</summary>
    public int? Cell(int pixel) => _cells[pixel];

    private List<MapRun> FindRuns()
    {
        List<MapRun> runs = [];
        for (int i = 0; i < _weights.Length; i++)
        {
            if (_weights[i] is not { } weight)
                continue;
            if (runs is [.., var last] && last.Pixel + last.Count == i && (last.First, last.Second) == (weight.First, weight.Second))
                runs[^1] = last with { Count = last.Count + 1 };
            else
                runs.Add(new MapRun(i, 1, weight.First, weight.Second));
        }

        return runs;
    }
}

/// <summary>Two cells, and the weight of the second.</summary>
internal readonly record struct MapWeight(int First, int Second, float Weight)
{
    /// <summary>What lies between their values.</summary>
    public float Blend(float first, float second) => (first * (1 - Weight)) + (second * Weight);
}
