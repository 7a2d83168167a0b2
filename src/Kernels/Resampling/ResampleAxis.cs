using System.Runtime.CompilerServices;
using Fovea.Kernels.Layout;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Resampling;

/// <summary>
/// One axis of a resized tensor: which elements of the original one each position depends on, and with which weights. Elements beyond the
/// ends repeat the last one.
/// </summary>
internal sealed record ResampleAxis : AxisMap
{
    /// <summary>The original extent, at least 1.</summary>
    public required long Input { get; init; }

    /// <summary>The extent of the result.</summary>
    public required long Output { get; init; }

    /// <summary>Elements of the result per element of the original; positive.</summary>
    public required double Scale { get; init; }

    public required ResampleFilter Filter { get; init; }

    public CoordinateTransform Transform { get; init; }

    public NearestRounding Rounding { get; init; }

    /// <summary>The coefficient a of the cubic filter.</summary>
    public double CubicCoefficient { get; init; } = -0.75;

    /// <summary>Whether elements beyond the ends have no weight, instead of repeating the last one.</summary>
    public bool ExcludesOutside { get; init; }

    /// <summary>Whether the filter is stretched where the result is smaller than the original.</summary>
    public bool Antialias { get; init; }

    /// <summary>Where the region of <see cref="CoordinateTransform.CropAndResize"/> begins: 0 is the first element, 1 the last.</summary>
    public double RegionStart { get; init; }

    /// <summary>Where that region ends.</summary>
    public double RegionEnd { get; init; } = 1;

    public override long Count => Output;

    /// <summary>The filter's scale: below 1 where it is stretched.</summary>
    private double FilterScale => Antialias ? Math.Min(Scale, 1) : 1;

    /// <summary>Elements from one end of the filter to its middle; infinite where it is stretched without limit.</summary>
    private double Reach => Math.Ceiling((Filter == ResampleFilter.Cubic ? 2 : 1) / FilterScale);

    /// <summary>The most elements that one position depends on; more than 2^31 - 1 where it is stretched without limit.</summary>
    public double MostTaps => Math.Min(2 * Reach, Input);

    /// <summary>The number of weights per position.</summary>
    public int Taps => (int)MostTaps;

    /// <summary>Whether the result is the original.</summary>
    public bool IsIdentity => Input == Output && Scale == 1 && Transform != CoordinateTransform.HalfPixelForNearest
        && (Transform != CoordinateTransform.CropAndResize || (RegionStart == 0 && RegionEnd == 1));

    /// <summary>The element that the position is nearest to; -1 if it is outside.</summary>
    public override long At(long index)
    {
        // In single precision, as everybody computes it: other roundings choose other elements where positions lie half-way.
        float x = SourceSingle(index);
        if (IsOutside(x))
            return -1;
        double rounded = Rounding switch
        {
            NearestRounding.Floor => Math.Floor(x),
            NearestRounding.Ceil => Math.Ceiling(x),
            NearestRounding.PreferCeil => Math.Floor(x + 0.5),
            _ => Math.Ceiling(x - 0.5),
        };
        return (long)Math.Clamp(rounded, 0, Input - 1);
    }

    /// <summary>The elements that a position depends on, with their weights: elements of the original from a first one on.</summary>
    /// <param name="index">The position in the result.</param>
    /// <param name="weights">Receives up to <see cref="Taps"/> weights, the first and the last of them not 0.</param>
    /// <param name="first">The first element.</param>
    /// <returns>The number of weights; 0 if the position is outside.</returns>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public int Weigh(long index, Span<double> weights, out long first)
    {
        double x = Source(index);
        first = 0;
        if (IsOutside(x))
            return 0;
        int taps = Taps;
        double scale = FilterScale;
        long reach = (long)Reach;
        // Beyond the ends lies the same element again and again: far outside is as good as just outside.
        x = Math.Clamp(x, -reach - 1, Input + reach);
        long low = (long)Math.Floor(x) - reach + 1;
        long from = Math.Clamp(low, 0, Input - taps);
        weights = weights[..taps];
        weights.Clear();
        double sum = 0;
        for (long element = low; element < low + (2 * reach); element++)
        {
            double weight = Weight((element - x) * scale);
            long inside = Math.Clamp(element, 0, Input - 1);
            if (inside != element && ExcludesOutside)
                continue;
            weights[(int)(inside - from)] += weight;
            sum += weight;
        }

        // Filters that are not stretched have the sum 1, up to rounding.
        if ((scale < 1 || ExcludesOutside) && sum != 0)
        {
            for (int i = 0; i < taps; i++)
                weights[i] /= sum;
        }

        return Trim(weights, from, out first);
    }

    /// <summary>The position in the original tensor.</summary>
    public double Source(long index) => Transform switch
    {
        CoordinateTransform.AlignCorners => AlignedLength == 1 ? 0 : index * (Input - 1.0) / (AlignedLength - 1),
        CoordinateTransform.Asymmetric => index / Scale,
        CoordinateTransform.HalfPixelForNearest => (index + 0.5) / Scale,
        CoordinateTransform.PytorchHalfPixel when Output <= 1 => 0,
        CoordinateTransform.HalfPixelSymmetric =>
            (Input / 2.0 * (1 - (Output / AlignedLength))) + ((index + 0.5) / Scale) - 0.5,
        CoordinateTransform.CropAndResize when Output <= 1 => 0.5 * (RegionStart + RegionEnd) * (Input - 1),
        CoordinateTransform.CropAndResize =>
            (RegionStart * (Input - 1)) + (index * (RegionEnd - RegionStart) * (Input - 1) / (Output - 1)),
        _ => ((index + 0.5) / Scale) - 0.5,
    };

    // The extent of the result before it was rounded to a whole number: what ONNX's suite aligns corners to.
    private double AlignedLength => Scale * Input;

    private float SourceSingle(long index)
    {
        float x = index;
        float scale = (float)Scale;
        return Transform switch
        {
            CoordinateTransform.AlignCorners =>
                (float)AlignedLength == 1 ? 0 : x * (Input - 1) / ((float)AlignedLength - 1),
            CoordinateTransform.Asymmetric => x / scale,
            CoordinateTransform.HalfPixelForNearest => (x + 0.5f) / scale,
            CoordinateTransform.PytorchHalfPixel when Output <= 1 => 0,
            CoordinateTransform.HalfPixel or CoordinateTransform.PytorchHalfPixel => ((x + 0.5f) / scale) - 0.5f,
            _ => (float)Source(index),
        };
    }

    private bool IsOutside(double x) =>
        !double.IsFinite(x) || (Transform == CoordinateTransform.CropAndResize && (x < 0 || x > Input - 1));

    private double Weight(double distance)
    {
        double t = Math.Abs(distance);
        if (Filter == ResampleFilter.Linear)
            return Math.Max(0, 1 - t);
        double a = CubicCoefficient;
        return t <= 1 ? ((((a + 2) * t) - (a + 3)) * t * t) + 1
            : t < 2 ? (((((a * t) - (5 * a)) * t) + (8 * a)) * t) - (4 * a)
            : 0;
    }

    // Leaves out weights of 0 at both ends, so that elements without weight are not read: 0 times infinity is no number.
    [MethodImpl(Loop.OptimizedAtOnce)]
    private static int Trim(Span<double> weights, long from, out long first)
    {
        int begin = 0;
        int end = weights.Length;
        while (end > 1 && weights[end - 1] == 0)
            end--;
        while (begin < end - 1 && weights[begin] == 0)
            begin++;
        weights[begin..end].CopyTo(weights);
        first = from + begin;
        return end - begin;
    }
}
