using System.Buffers;
using System.Numerics.Tensors;
using Fovea.Inference;
using Fovea.Models.Detectors;
using Fovea.Models.Postprocessing;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Tasks;

/// <summary>
/// The masks of objects: what of the sum of a network's prototypes is above 0 at the size of the picture, inside the object's box
/// (Ultralytics, <c>utils/ops.py</c>, <c>process_mask_native</c>).
/// </summary>
internal sealed class ObjectMasks
{
    // Together, inside their boxes: as many as 16 pictures of that size have.
    private const double MostPixels = 1 << 26;

    private readonly (int Width, int Height) _map;
    private readonly (int Width, int Height) _shown;
    private readonly ShownAxes _axes;

    /// <param name="mapping">How the picture became the network's input.</param>
    /// <param name="map">The width and height of the prototypes.</param>
    /// <param name="boxes">The boxes of the objects that have masks.</param>
    public ObjectMasks(PixelMapping mapping, (int Width, int Height) map, IEnumerable<DetectedBox> boxes)
    {
        (_map, _shown) = (map, mapping.ShownSize);
        double scale = Math.Min(1, (double)MapAxes.MostSide / Math.Max(_shown.Width, _shown.Height));
        double pixels = boxes.Sum(box => (double)box.Width * box.Height) * scale * scale;
        _axes = ShownAxes.Of(mapping, map, scale * Math.Min(1, Math.Sqrt(MostPixels / pixels)));
    }

    /// <summary>The mask of an object.</summary>
    /// <param name="prototypes">The prototypes [P,rows,columns].</param>
    /// <param name="coefficients">How much of each the mask has.</param>
    /// <param name="box">The object's box in the picture as it is shown.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InferenceException">A number is not finite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public DetectedMask Draw(
        ReadOnlySpan<float> prototypes, ReadOnlySpan<float> coefficients, DetectedBox box, CancellationToken cancellationToken = default)
    {
        (ShownAxis across, ShownAxis down) = (_axes.Across, _axes.Down);
        (int left, int right) = Pixels(box.X, box.Width, (double)across.Length / _shown.Width, across.Length);
        (int top, int bottom) = Pixels(box.Y, box.Height, (double)down.Length / _shown.Height, down.Length);
        var runs = new RunLengths();
        if (across.Cells(left, right) is { } columns && down.Cells(top, bottom) is { } rows)
        {
            float[] rented = ArrayPool<float>.Shared.Rent((_map.Width * _map.Height) + Math.Max(_map.Width, _map.Height));
            try
            {
                Span<float> sums = rented.AsSpan(0, _map.Width * _map.Height), line = rented.AsSpan(sums.Length);
                Sum(prototypes, coefficients, _axes.Swaps ? columns : rows, sums);
                (int perColumn, int perRow) = _axes.Swaps ? (_map.Width, 1) : (1, _map.Width);
                for (int x = left; x < right; x++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (across[x] is not { } between)
                        continue;
                    for (int row = rows.First; row <= rows.Last; row++)
                    {
                        int at = row * perRow;
                        line[row] = between.Blend(sums[at + (between.First * perColumn)], sums[at + (between.Second * perColumn)]);
                    }

                    for (int y = top; y < bottom; y++)
                    {
                        if (down[y] is { } cells && cells.Blend(line[cells.First], line[cells.Second]) > 0)
                            runs.Add((x * down.Length) + y);
                    }
                }
            }
            finally
            {
                ArrayPool<float>.Shared.Return(rented);
            }
        }

        runs.End(across.Length * down.Length);
        return new DetectedMask(across.Length, down.Length, runs.Counts);
    }

    // Rows of the map, all their columns.
    private void Sum(
        ReadOnlySpan<float> prototypes, ReadOnlySpan<float> coefficients, (int First, int Last) rows, Span<float> sums)
    {
        Span<float> wanted = sums[(rows.First * _map.Width)..((rows.Last + 1) * _map.Width)];
        wanted.Clear();
        for (int i = 0; i < coefficients.Length; i++)
        {
            ReadOnlySpan<float> prototype = prototypes.Slice((i * sums.Length) + (rows.First * _map.Width), wanted.Length);
            TensorPrimitives.MultiplyAdd(prototype, coefficients[i], wanted, wanted);
        }

        if (TensorPrimitives.MaxMagnitude<float>(wanted) is var largest && !float.IsFinite(largest))
        {
            throw new InferenceException(
                $"The mask of one of the network's boxes has the value {largest}; finite numbers were expected. {BoxCandidates.Advice}");
        }
    }

    // A pixel belongs to the box from its left side on and before its right one.
    private static (int First, int End) Pixels(float side, float length, double perPixel, int pixels)
    {
        int first = Math.Clamp((int)Math.Ceiling(side * perPixel), 0, pixels);
        return (first, Math.Clamp((int)Math.Ceiling((side + length) * perPixel), first, pixels));
    }
}
