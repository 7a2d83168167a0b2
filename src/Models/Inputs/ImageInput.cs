using Fovea.Inference;
using Fovea.Models.Packages.Settings;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Inputs;

/// <summary>What a graph's image input takes.</summary>
internal sealed record ImageInput
{
    /// <summary>The source of what the graph declares.</summary>
    public const string GraphSource = "model input";

    /// <summary>More than any batch; a larger extent is none, and may not fit into an int.</summary>
    public const int MostImages = 1 << 16;

    private const string WeightsSource = "model weights";

    private const string DefaultSource = "default";

    private static readonly ElementType[] Types = [ElementType.Float32, ElementType.UInt8, ElementType.Float16, ElementType.Float64];

    // More than any image has channels, and enough for any window.
    private const int ManyRows = 2048;

    // In the order in which they are tried where a shape allows several.
    private static readonly int[] ChannelCounts = [3, 1, 4];

    public required TensorLayout Layout { get; init; }

    public required string LayoutSource { get; init; }

    public required int Channels { get; init; }

    public required string ChannelsSource { get; init; }

    public required ElementType ElementType { get; init; }

    /// <summary>The rows of the image; null where the graph leaves them open.</summary>
    public required int? Height { get; init; }

    /// <summary>The columns of the image; null where the graph leaves them open.</summary>
    public required int? Width { get; init; }

    /// <summary>Whether the input takes pixels as they are.</summary>
    public bool TakesBytes => ElementType == ElementType.UInt8;

    /// <summary>Whether an input of that type and rank can be an image's.</summary>
    public static bool IsPossible(ModelValue input) => Types.Contains(input.ElementType) && input.Shape.Rank is >= 2 and <= 4;

    /// <summary>
    /// Reads an input of rank 4 ([N,C,H,W], [N,H,W,C]), 3 ([C,H,W], [H,W,C], [N,H,W]) or 2 ([H,W]) with 1, 3 or 4 channels. Where the
    /// channels are open, there are as many as the graph's weights take, else as the files say. Null when it is no image's, when nothing
    /// tells the channels, or when rank 2 is a row of features ([1,F], [N,F]) and no file describes pictures.
    /// </summary>
    /// <param name="input">The input.</param>
    /// <param name="given">The settings of the model's folder.</param>
    /// <param name="accepts">Whether the graph's shapes agree with a shape of the input.</param>
    public static ImageInput? TryRead(ModelValue input, PreprocessingSettings given, Func<SymbolicShape, bool> accepts)
    {
        if (!IsPossible(input))
            return null;
        IReadOnlyList<Dimension> extents = input.Shape.Dimensions!;
        (TensorLayout First, TensorLayout Last)? layouts = extents.Count switch
        {
            4 => (TensorLayout.Nchw, TensorLayout.Nhwc),
            3 => (TensorLayout.Chw, TensorLayout.Hwc),
            _ => null,
        };
        if (layouts is not var (first, last))
            return IsRow(extents) && !given.HasAny ? null : Create(input, TensorLayout.Hw, GraphSource, 1, GraphSource);
        return Declared(input, first, last) ?? ByWeights(input, first, last, accepts) ?? ByFiles(input, first, last, given, accepts);
    }

    // [1,F] or [N,F]: features of one example or of many, which a network may well reshape for its windows.
    private static bool IsRow(IReadOnlyList<Dimension> extents) => extents[0].Value is null or 1 && extents[1].IsKnown;

    private static ImageInput? Declared(ModelValue input, TensorLayout first, TensorLayout last)
    {
        IReadOnlyList<Dimension> extents = input.Shape.Dimensions!;
        if (ChannelAxis.Find(extents) is not { } axis)
            return null;
        return Create(
            input, axis == AxisOf(first) ? first : last, GraphSource, (int)extents[axis].Value!.Value, GraphSource);
    }

    // Of an axis of channels, the weights take one count; constants for each channel and parts of an axis take others too, and the first
    // one of the order is the most likely. An axis of rows or columns takes any extent that is as large as the first window.
    private static ImageInput? ByWeights(ModelValue input, TensorLayout first, TensorLayout last, Func<SymbolicShape, bool> accepts)
    {
        foreach (TensorLayout layout in Open(input, first, last))
        {
            if (accepts(WithChannels(input.Shape, layout, ManyRows)))
                continue;
            if (ChannelCounts.FirstOrDefault(count => accepts(WithChannels(input.Shape, layout, count))) is > 0 and var taken)
                return Create(input, layout, WeightsSource, taken, WeightsSource);
        }

        return null;
    }

    private static ImageInput? ByFiles(
        ModelValue input, TensorLayout first, TensorLayout last, PreprocessingSettings given, Func<SymbolicShape, bool> accepts)
    {
        Sourced<int>? count = given.ChannelCount;
        if (input.Shape.Rank == 3 && count?.Value is null or 1)
            return Create(input, TensorLayout.Nhw, GraphSource, 1, GraphSource);
        TensorLayout[] open = Open(input, first, last);
        if (open.Length == 0 || (count is null && !given.HasAny))
            return null;
        (int channels, string source) = count is { } said ? (said.Value, said.Source) : (ChannelCounts[0], DefaultSource);
        if (given.ChannelsLast is { } lastAxis && open.Contains(lastAxis.Value ? last : first))
            return Create(input, lastAxis.Value ? last : first, lastAxis.Source, channels, source);
        int fitting = Array.FindIndex(open, layout => accepts(OfOneImage(input.Shape, layout, channels, given)));
        return Create(input, open[Math.Max(0, fitting)], DefaultSource, channels, source);
    }

    // A shape without open extents, so that constants which meet the wrong axis show.
    private static SymbolicShape OfOneImage(SymbolicShape shape, TensorLayout layout, int channels, PreprocessingSettings given)
    {
        Dimension[] extents = [.. WithChannels(shape, layout, channels).Dimensions!];
        int row = RowOf(layout);
        if (!extents[row].IsKnown)
            extents[row] = given.Height?.Value ?? PreprocessingResolver.DefaultSide;
        if (!extents[row + 1].IsKnown)
            extents[row + 1] = given.Width?.Value ?? PreprocessingResolver.DefaultSide;
        return new SymbolicShape([.. extents.Select(extent => extent.IsKnown ? extent : 1)]);
    }

    private static TensorLayout[] Open(ModelValue input, TensorLayout first, TensorLayout last) =>
        [.. new[] { first, last }.Where(layout => !ChannelsOf(input, layout).IsKnown)];

    private static ImageInput? Create(ModelValue input, TensorLayout layout, string layoutSource, int channels, string channelsSource)
    {
        (Dimension height, Dimension width) = Sides(input, layout);
        return IsSide(height) && IsSide(width) && (!layout.HasBatch() || input.Shape.Dimensions![0].Value is null or <= MostImages)
            ? new ImageInput
            {
                Layout = layout,
                LayoutSource = layoutSource,
                Channels = channels,
                ChannelsSource = channelsSource,
                ElementType = input.ElementType,
                Height = (int?)height.Value,
                Width = (int?)width.Value,
            }
            : null;
    }

    private static Dimension ChannelsOf(ModelValue input, TensorLayout layout) => input.Shape.Dimensions![AxisOf(layout)];

    private static int AxisOf(TensorLayout layout) => layout switch
    {
        TensorLayout.Nchw => 1,
        TensorLayout.Nhwc => 3,
        TensorLayout.Hwc => 2,
        _ => 0,
    };

    private static (Dimension Height, Dimension Width) Sides(ModelValue input, TensorLayout layout)
    {
        int row = RowOf(layout);
        return (input.Shape.Dimensions![row], input.Shape.Dimensions[row + 1]);
    }

    private static int RowOf(TensorLayout layout) => layout switch
    {
        TensorLayout.Nchw => 2,
        TensorLayout.Hwc or TensorLayout.Hw => 0,
        _ => 1,
    };

    private static SymbolicShape WithChannels(SymbolicShape shape, TensorLayout layout, int count)
    {
        Dimension[] extents = [.. shape.Dimensions!];
        extents[AxisOf(layout)] = count;
        return new SymbolicShape(extents);
    }

    private static bool IsSide(Dimension dimension) => dimension.Value is null or (>= 1 and <= ImageSides.Max);
}
