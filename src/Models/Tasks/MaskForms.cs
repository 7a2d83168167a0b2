using Fovea.Models.Errors;
using Fovea.Models.Pictures;

namespace Fovea.Models.Tasks;

/// <summary>The forms of the masks of one picture beside their run lengths, as a request asks for them.</summary>
/// <param name="arguments">The parameters of the request.</param>
/// <param name="cancellation">Ends the work.</param>
internal sealed class MaskForms(TaskArguments arguments, CancellationToken cancellation = default)
{
    private const int MostOutlines = 1000, MostCorners = 1 << 20;

    private int _cornersLeft = MostCorners;

    /// <summary>The parameter <c>polygons</c>: whether masks have outlines.</summary>
    public static FlagParameter Polygons { get; } = new(
        "polygons", "Whether each mask has its outlines too, as polygons along the edges of its pixels.");

    /// <summary>The parameter <c>masks</c>: whether masks are pictures too.</summary>
    public static FlagParameter Masks { get; } = new(
        "masks", "Whether each mask is a PNG of one bit a pixel too, white inside, in base64.");

    /// <summary>Refuses the parameters for a model without masks.</summary>
    /// <param name="arguments">The parameters of the request.</param>
    /// <param name="model">The model's name.</param>
    /// <exception cref="ServingException">One is given.</exception>
    public static void Refuse(TaskArguments arguments, string model)
    {
        if (((FlagParameter[])[Polygons, Masks]).FirstOrDefault(flag => arguments[flag]) is { } given)
        {
            throw new ServingException(
                ServingError.InvalidRequest,
                $"The parameter '{given.Name}' is given; the network of the model '{model}' gives no masks. Leave it out.");
        }
    }

    /// <summary>The forms of a mask; null each where nobody asks for it.</summary>
    /// <param name="width">The width of the mask.</param>
    /// <param name="height">The height of the mask.</param>
    /// <param name="counts">COCO's run lengths.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public (MaskPolygons? Polygons, string? Png) Of(int width, int height, IReadOnlyList<int> counts)
    {
        if (!arguments[Polygons] && !arguments[Masks])
            return (null, null);
        cancellation.ThrowIfCancellationRequested();
        var mask = new PictureMask(width, height, counts);
        return (arguments[Polygons] ? Outline(mask) : null, arguments[Masks] ? Convert.ToBase64String(MaskPng.Encode(mask)) : null);
    }

    private MaskPolygons Outline(PictureMask mask)
    {
        (IReadOnlyList<MaskOutline> found, int count) = MaskOutlines.Of(mask, MostOutlines, cancellation);
        int kept = 0;
        for (; kept < found.Count && found[kept].Points.Count / 2 <= _cornersLeft; kept++)
            _cornersLeft -= found[kept].Points.Count / 2;
        return new MaskPolygons
        {
            Outer = [.. found.Take(kept).Where(outline => !outline.IsHole).Select(outline => outline.Points)],
            Holes = [.. found.Take(kept).Where(outline => outline.IsHole).Select(outline => outline.Points)],
            LeftOut = count - kept,
        };
    }
}
