using Fovea.Inference;
using Fovea.Models.Packages.FoveaJson;
using Fovea.Models.Packages.Settings;
using Fovea.Models.Postprocessing;

namespace Fovea.Models.Packages.Metadata;

/// <summary>
/// How pictures are prepared for networks that make pictures of them, where the graph shows that it does: an output with the channels of
/// the input, or colours of a gray one, and sides that are as long or some whole times longer.
/// </summary>
internal static class PicturePreparation
{
    // Networks halve a side a few times, and take multiples of what is left.
    private const int ProbeSide = 64;

    // Super-resolution (Shi et al., "Real-Time Single Image and Video Super-Resolution", CVPR 2016; onnx/models, sub_pixel_cnn_2016).
    private const string Enlarging = """ "normalize": { "divide": 255 } """;

    // Feed-forward style transfer (Johnson et al., "Perceptual Losses for Real-Time Style Transfer", ECCV 2016; pytorch/examples).
    private const string Restyling = """ "normalize": "none" """;

    private const string Fixed = """ "resize": { "rule": "exact", "filter": "bicubic" } """;

    // Networks of one size for each picture: what shrinks by 4 on the way is enlarged by 4 again.
    private const string Free = """ "input": { "size": "picture", "multiple": 4 }, "resize": { "rule": "none" }, "place": "top-left" """;

    private const string FreeLuminance =
        """ "input": { "size": "picture", "channels": "luminance" }, "resize": { "rule": "none" }, "place": "top-left" """;

    private const string FixedLuminance =
        """ "input": { "channels": "luminance" }, "resize": { "rule": "exact", "filter": "bicubic" } """;

    public static Description Read(FoundFile file)
    {
        if (file.Graph is not { Inputs: [var input], Outputs: [var output] } graph || input.Shape.Rank != 4 || output.Shape.Rank != 4
            || Find(graph, input) is not { } picture)
            return Description.Nothing;
        bool enlarges = picture.Scale > 1;
        // What keeps the size may be anything; files that describe its pictures or its classes know it better.
        if (file.Said.Labels is not null || (!enlarges && file.Said.Preprocessing.HasAny))
            return Description.Nothing;
        bool isOpen = file.Said.Preprocessing.LeavesSizeOpen
            && (GraphImage.HasOpenSides(graph) || file.Said.Preprocessing.SideMultiple is not null
                || (enlarges && TakesAnySize(file, graph, picture)));
        string sides = (isOpen, picture.Channels == 1 && enlarges) switch
        {
            (true, true) => FreeLuminance,
            (true, false) => Free,
            (false, true) => FixedLuminance,
            _ => Fixed,
        };
        string values = enlarges || GraphImage.Channels(graph) == 1 ? Enlarging : Restyling;
        return new Description { Preprocessing = FoveaFile.Preparation("picture to picture", $"{{ {sides}, {values} }}") };
    }

    // A network of one size, whose sides can be opened, or through which larger pictures go in tiles.
    private static bool TakesAnySize(FoundFile file, InferenceModel graph, PictureOutput picture)
    {
        if (file.Said.Output is not null || file.Said.Task is not null || !graph.Outputs[0].ElementType.IsFloat())
            return false;
        Dimension[] extents = [.. graph.Inputs[0].Shape.Dimensions!.Select(extent => extent.IsKnown ? extent : 1)];
        var one = new Shape([.. extents.Select(extent => extent.Value!.Value)]);
        (extents[picture.RowAxis], extents[picture.RowAxis + 1]) = (one[picture.RowAxis] + 2, one[picture.RowAxis + 1] + 1);
        return graph.Accepts(0, new SymbolicShape(extents)) || PictureTiles.Find(graph, one, picture, alignment: 1) is not null;
    }

    private static PictureOutput? Find(InferenceModel graph, ModelValue input)
    {
        if (ChannelAxis.Find(input.Shape.Dimensions!) is not { } axis)
            return null;
        long[] extents =
        [
            .. input.Shape.Dimensions!.Select((dimension, i) => dimension.Value ?? (i == 0 ? 1 : ProbeSide)),
        ];
        try
        {
            LayerInfo? last = graph.DescribeLayers([new Shape(extents)]).FirstOrDefault(layer => layer.Name == graph.Outputs[0].Name);
            return last is null ? null : PictureOutput.Find(extents, [.. last.Shape], channelsLast: axis == 3);
        }
        catch (InferenceException error) when (error is not EngineFaultException)
        {
            return null;
        }
    }
}
