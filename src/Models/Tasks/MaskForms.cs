using Fovea.Models.Errors;
using Fovea.Models.Pictures;

namespace Fovea.Models.Tasks;

/// <summary>The forms of the masks of one picture beside their run lengths, as a request asks for them.</summary>
/// <param name="arguments">The parameters of the request.</param>
/// <param name="cancellation">Ends the work.</param>
internal sealed class MaskForms(TaskArguments arguments, CancellationToken cancellation = default)
{
    private const int MostOutlines = 1000, MostCorners = 1 << 20;

    // As many as 32 masks of 2048 by 2048 pixels have.
    private const long MostPixels = 1 << 27;

    private int _cornersLeft = MostCorners;
    private long _pixelsLeft = MostPixels;

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
        if (Given(arguments) is { } given)
        {
            throw new ServingException(
                ServingError.InvalidRequest,
                $"The parameter '{given.Name}' is given; the network of the model '{model}' gives no masks. Leave it out.");
        }
    }

    /// <summary>Refuses the parameters where the answer is no JSON, in which the masks would be.</summary>
    /// <param name="arguments">The parameters of the request.</param>
    /// <exception cref="ServingException">One is given beside a form.</exception>
    public static void RefuseBesideForms(TaskArguments arguments)
    {
        if (arguments.Form is { } form && Given(arguments) is { } given)
        {
            throw new ServingException(
                ServingError.InvalidRequest,
                $"The parameter '{given.Name}' is given, and the format {form.Name} has no place for what it asks for. Ask for json.");
        }
    }

    /// <summary>The forms of a mask; null each where nobody asks for it, the picture also where those before it were too many.</summary>
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
        return (arguments[Polygons] ? Outline(mask) : null, arguments[Masks] ? Draw(mask) : null);
    }

    private static FlagParameter? Given(TaskArguments arguments) =>
        ((FlagParameter[])[Polygons, Masks]).FirstOrDefault(flag => arguments[flag]);

    private string? Draw(PictureMask mask)
    {
        _pixelsLeft -= (long)mask.Width * mask.Height;
        return _pixelsLeft < 0 ? null : Convert.ToBase64String(MaskPng.Encode(mask));
    }

    private MaskPolygons Outline(PictureMask mask)
    {
        (IReadOnlyList<MaskOutline> found, int count) = MaskOutlines.Of(mask, MostOutlines, cancellation);
        List<MaskOutline> kept = [];
        foreach (MaskOutline outline in found)
        {
            int corners = outline.Points.Count / 2;
            if (corners > _cornersLeft)
                continue;
            _cornersLeft -= corners;
            kept.Add(outline);
        }

        return new MaskPolygons
        {
            Outer = [.. kept.Where(outline => !outline.IsHole).Select(outline => outline.Points)],
            Holes = [.. kept.Where(outline => outline.IsHole).Select(outline => outline.Points)],
            LeftOut = count - kept.Count,
        };
    }
}
