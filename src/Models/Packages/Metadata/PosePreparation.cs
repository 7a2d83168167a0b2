using Fovea.Models.Packages.FoveaJson;
using Fovea.Models.Packages.Settings;
using Fovea.Models.Poses;

namespace Fovea.Models.Packages.Metadata;

/// <summary>
/// How pictures are prepared for PoseNet and BodyPix on MobileNet (tensorflow/tfjs-models, body-pix/src/body_pix_model.ts, half the size;
/// body-pix/src/util.ts, <c>toValidInputResolution</c>; rwightman/posenet-python, posenet/utils.py, stretched).
/// </summary>
internal static class PosePreparation
{
    private const string Source = "pose";

    // What is computed of the network alone is computed for it.
    private const int ExampleSide = 257;

    private const string Values = """ "normalize": [{ "divide": 127.5 }, { "subtract": 1 }] """;

    private const string Open = """
        "input": { "size": "picture" },
        "resize": { "rule": "multiple", "of": 16, "plus": 1, "factor": 0.5, "rounding": "floor", "filter": "opencv-linear" }
        """;

    private const string Fixed = """ "resize": { "rule": "exact", "filter": "opencv-linear" } """;

    public static Description Read(FoundFile file)
    {
        if (file.Graph is not { } graph || file.Said.Task is { Value: not PoseOutputs.Task } || PoseOutputs.Find(graph) is null)
            return Description.Nothing;
        bool hasOpenSides = GraphImage.HasOpenSides(graph);
        bool isOpen = hasOpenSides && file.Said.Preprocessing.LeavesSizeOpen;
        PreprocessingSettings settings = FoveaFile.Preparation(Source, $"{{ {(isOpen ? Open : Fixed)}, {Values} }}");
        if (hasOpenSides)
            settings = settings with { Width = new(ExampleSide, Source), Height = new(ExampleSide, Source) };
        return new Description { Preprocessing = settings };
    }
}
