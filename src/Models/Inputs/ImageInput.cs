using Fovea.Inference;
using Fovea.Models.Packages.Settings;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Inputs;

/// <summary>What a graph's image input takes.</summary>
internal sealed record ImageInput
{
    /// <summary>The source of what the graph declares.</summary>
    public const string GraphSource = "model input";

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
    /// channels are open, there are as many as the graph's weights take, else as the files say. Null when it is no image's, or when nothing
    /// tells the channels.
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
            return Create(input, TensorLayout.Hw, GraphSource, 1, GraphSource);
        return Declared(input, first, last) ?? ByWeights(input, first, last, accepts) ?? ByFiles(input, first, last, given);
    }

    // 1 and 3 are channels before 4 is: [N,4,H,3] is more likely four rows than four channels.
    private static ImageInput? Declared(ModelValue input, TensorLayout first, TensorLayout last)
    {
        foreach (int[] counts in new int[][] { [1, 3], [4] })
        {
            foreach (TensorLayout layout in new[] { first, last })
            {
                if (ChannelsOf(input, layout).Value is { } extent && counts.Contains((int)Math.Min(extent, int.MaxValue)))
                    return Create(input, layout, GraphSource, (int)extent, GraphSource);
            }
        }

        return null;
    }

    // Of an axis of channels, the weights take one count. An axis of rows or columns takes any extent that is as large as the first window.
    private static ImageInput? ByWeights(ModelValue input, TensorLayout first, TensorLayout last, Func<SymbolicShape, bool> accepts)
    {
        foreach (TensorLayout layout in Open(input, first, last))
        {
            if (accepts(WithChannels(input.Shape, layout, ManyRows)))
                continue;
            int[] taken = [.. ChannelCounts.Where(count => accepts(WithChannels(input.Shape, layout, count)))];
            if (taken is [var only])
                return Create(input, layout, WeightsSource, only, WeightsSource);
        }

        return null;
    }

    private static ImageInput? ByFiles(ModelValue input, TensorLayout first, TensorLayout last, PreprocessingSettings given)
    {
        Sourced<int>? count = given.ChannelCount;
        bool canHaveBatch = input.Shape.Rank == 3;
        if (canHaveBatch && count?.Value is null or 1)
            return Create(input, TensorLayout.Nhw, GraphSource, 1, GraphSource);
        if (Open(input, first, last) is not [var layout, ..])
            return null;
        if (count is { } said)
            return Create(input, layout, DefaultSource, said.Value, said.Source);
        return given.HasAny ? Create(input, layout, DefaultSource, ChannelCounts[0], DefaultSource) : null;
    }

    private static TensorLayout[] Open(ModelValue input, TensorLayout first, TensorLayout last) =>
        [.. new[] { first, last }.Where(layout => !ChannelsOf(input, layout).IsKnown)];

    private static ImageInput? Create(ModelValue input, TensorLayout layout, string layoutSource, int channels, string channelsSource)
    {
        (Dimension height, Dimension width) = Sides(input, layout);
        return IsSide(height) && IsSide(width)
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

    private static Dimension ChannelsOf(ModelValue input, TensorLayout layout) => input.Shape.Dimensions![ChannelAxis(layout)];

    private static int ChannelAxis(TensorLayout layout) => layout switch
    {
        TensorLayout.Nchw => 1,
        TensorLayout.Nhwc => 3,
        TensorLayout.Hwc => 2,
        _ => 0,
    };

    private static (Dimension Height, Dimension Width) Sides(ModelValue input, TensorLayout layout)
    {
        int row = layout switch
        {
            TensorLayout.Nchw => 2,
            TensorLayout.Hwc or TensorLayout.Hw => 0,
            _ => 1,
        };
        return (input.Shape.Dimensions![row], input.Shape.Dimensions[row + 1]);
    }

    private static SymbolicShape WithChannels(SymbolicShape shape, TensorLayout layout, int count)
    {
        Dimension[] extents = [.. shape.Dimensions!];
        extents[ChannelAxis(layout)] = count;
        return new SymbolicShape(extents);
    }

    private static bool IsSide(Dimension dimension) => dimension.Value is null or (>= 1 and <= ImageSides.Max);
}
