using System.Text.Json;
using Fovea.Models.Packages.Json;
using Fovea.Models.Packages.Settings;

namespace Fovea.Models.Packages.HuggingFace;

/// <summary>
/// A <c>size</c> or <c>crop_size</c>, in the forms that transformers' <c>get_size_dict</c> reads: a number, [height, width], or an object
/// with shortest_edge, or with height and width.
/// </summary>
/// <param name="Height">The height in pixels, or the length of the shorter side.</param>
/// <param name="Width">The width in pixels, or the length of the shorter side.</param>
/// <param name="IsShortest">Whether it is the length of the shorter side.</param>
/// <param name="Varies">Whether the size of the result depends on the image: a longest edge or largest sides are given.</param>
internal readonly record struct ProcessorSize(int Height, int Width, bool IsShortest, bool Varies = false)
{
    /// <summary>The length of the shorter side, where the longer one is limited too.</summary>
    public int? Shortest { get; private init; }

    /// <summary>The limit of the longer side beside that.</summary>
    public int? Longest { get; private init; }

    public bool IsSquare => Height == Width;

    public static ProcessorSize Default(DefaultSize size) => new(size.Side, size.Side, size.IsShortest);

    /// <summary>Reads a size.</summary>
    /// <exception cref="Fovea.Models.Errors.ModelPackageException">It has none of the forms.</exception>
    public static ProcessorSize Read(JsonField field, bool bareIsShortest)
    {
        if (field.Kind == JsonValueKind.Number)
        {
            int side = Side(field);
            return new ProcessorSize(side, side, bareIsShortest);
        }

        if (field.Kind == JsonValueKind.Array && field.Items() is [{ } height, { } width])
            return new ProcessorSize(Side(height), Side(width), IsShortest: false);
        if (field.Kind == JsonValueKind.Object)
        {
            if (field.Get("longest_edge") is { } longest)
            {
                int most = Side(longest);
                return new ProcessorSize(most, most, IsShortest: true, Varies: true)
                {
                    Shortest = field.Get("shortest_edge") is { } shorter ? Side(shorter) : null,
                    Longest = field.Get("shortest_edge") is null ? null : most,
                };
            }

            if (field.Get("max_height") is { } maxHeight && field.Get("max_width") is { } maxWidth)
                return new ProcessorSize(Side(maxHeight), Side(maxWidth), IsShortest: false, Varies: true);
            if (field.Get("shortest_edge") is { } shortest)
                return new ProcessorSize(Side(shortest), Side(shortest), IsShortest: true);
            if (field.Get("height") is { } h && field.Get("width") is { } w)
                return new ProcessorSize(Side(h), Side(w), IsShortest: false);
        }

        throw field.Error("a whole number, [height, width], {\"shortest_edge\": ...} or {\"height\": ..., \"width\": ...}");
    }

    private static int Side(JsonField field) => field.Whole(1, ImageSides.Max);
}
