namespace Fovea.Inference.Tests.Reference;

/// <summary>Resize by its definition: the weights of each axis from the position in the original, then the sum over all axes.</summary>
internal sealed record ReferenceResize
{
    public string Mode { get; init; } = "nearest";

    public string Transform { get; init; } = "half_pixel";

    public string Nearest { get; init; } = "round_prefer_floor";

    public double CubicA { get; init; } = -0.75;

    public bool Exclude { get; init; }

    public bool Antialias { get; init; }

    /// <summary>Begins of all axes, then ends.</summary>
    public double[]? Region { get; init; }

    public double Extrapolation { get; init; }

    public NdArray ByScales(NdArray x, params double[] scales) =>
        Run(x, [.. scales.Select((s, i) => (long)Math.Floor((float)s * x.Shape[i]))], scales);

    public NdArray BySizes(NdArray x, params long[] sizes) => Run(x, sizes, [.. sizes.Select((s, i) => (double)s / x.Shape[i])]);

    private NdArray Run(NdArray x, long[] sizes, double[] scales)
    {
        Dictionary<long, double>?[][] weights = [.. sizes.Select((size, axis) =>
            Enumerable.Range(0, (int)size).Select(i => Weights(axis, i, x.Shape[axis], size, scales[axis], sizes.Length)).ToArray())];
        return NdArray.Build(new Shape(sizes), index =>
        {
            Dictionary<long, double>?[] parts = [.. index.Select((i, axis) => weights[axis][i])];
            return parts.Any(p => p is null) ? Extrapolation : Sum(x, parts!, new long[sizes.Length], 0);
        });
    }

    private static double Sum(NdArray x, Dictionary<long, double>[] parts, long[] index, int axis)
    {
        if (axis == parts.Length)
            return x[index];
        double sum = 0;
        foreach ((long element, double weight) in parts[axis])
        {
            index[axis] = element;
            sum += weight * Sum(x, parts, index, axis + 1);
        }

        return sum;
    }

    // Null outside the region's image.
    private Dictionary<long, double>? Weights(int axis, long i, long input, long output, double scale, int rank)
    {
        double x = Transform switch
        {
            "half_pixel" => ((i + 0.5) / scale) - 0.5,
            "half_pixel_symmetric" => (input / 2.0 * (1 - (output / (scale * input)))) + ((i + 0.5) / scale) - 0.5,
            "pytorch_half_pixel" => output == 1 ? 0 : ((i + 0.5) / scale) - 0.5,
            "tf_half_pixel_for_nn" => (i + 0.5) / scale,
            "align_corners" => (scale * input) == 1 ? 0 : i * (input - 1) / ((scale * input) - 1),
            "asymmetric" => i / scale,
            "tf_crop_and_resize" when output == 1 => 0.5 * (Region![axis] + Region[axis + rank]) * (input - 1),
            "tf_crop_and_resize" =>
                (Region![axis] * (input - 1)) + (i * (Region[axis + rank] - Region[axis]) * (input - 1) / (output - 1)),
            _ => throw new ArgumentException(Transform),
        };
        if (Transform == "tf_crop_and_resize" && (x < 0 || x > input - 1))
            return null;
        if (Mode == "nearest")
        {
            // Whole and half positions are such, up to rounding.
            x = Math.Round(x, 6);
            double nearest = Nearest switch
            {
                "floor" => Math.Floor(x),
                "ceil" => Math.Ceiling(x),
                "round_prefer_ceil" => Math.Floor(x + 0.5),
                _ => Math.Ceiling(x - 0.5),
            };
            return new() { [(long)Math.Clamp(nearest, 0, input - 1)] = 1 };
        }

        double stretch = Antialias ? Math.Min(1, scale) : 1;
        var weights = new Dictionary<long, double>();
        double total = 0;
        for (long element = (long)Math.Floor(x - (3 / stretch)); element <= x + (3 / stretch); element++)
        {
            double t = Math.Abs(element - x) * stretch;
            double a = CubicA;
            double weight = Mode == "linear" ? Math.Max(0, 1 - t)
                : t <= 1 ? ((a + 2) * t * t * t) - ((a + 3) * t * t) + 1
                : t < 2 ? (a * t * t * t) - (5 * a * t * t) + (8 * a * t) - (4 * a) : 0;
            if (Exclude && (element < 0 || element >= input))
                continue;
            long inside = Math.Clamp(element, 0, input - 1);
            weights[inside] = weights.GetValueOrDefault(inside) + weight;
            total += weight;
        }

        return weights.ToDictionary(w => w.Key, w => w.Value / total);
    }
}
