using Fovea.Models.Packages.FoveaJson;
using Fovea.Models.Packages.Settings;
using Fovea.Models.Texts;

namespace Fovea.Models.Packages.Metadata;

/// <summary>
/// How pictures are prepared for networks that find texts: PaddleOCR's (tools/infer/predict_det.py; <c>DetResizeForTest</c> and
/// <c>NormalizeImage</c> of ppocr/data/imaug/operators.py, whose mean of red, green, blue is subtracted from blue, green, red).
/// </summary>
internal static class TextPreparation
{
    private const string Source = "text detection";

    // What is computed of the network alone is computed for it.
    private const int ExampleSide = 640;

    private const string Values = """
        "normalize": { "scale": 0.00392156862745098, "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225] }
        """;

    private const string Open = """
        "input": { "channels": "bgr", "size": "picture" },
        "resize": { "rule": "multiple", "of": 32, "longest": 960, "filter": "opencv-linear" }
        """;

    private const string Fixed = """ "input": { "channels": "bgr" }, "resize": { "rule": "exact", "filter": "opencv-linear" } """;

    public static Description Read(FoundFile file)
    {
        if (file.Graph is not { } graph
            || !(file.Said.Task is { } task ? task.Value == TextNetwork.Task && TextNetwork.HasForm(graph) : TextNetwork.IsExported(graph)))
            return Description.Nothing;
        bool hasOpenSides = GraphImage.HasOpenSides(graph);
        bool isOpen = hasOpenSides && file.Said.Preprocessing.LeavesSizeOpen;
        PreprocessingSettings settings = FoveaFile.Preparation(Source, $"{{ {(isOpen ? Open : Fixed)}, {Values} }}");
        if (hasOpenSides)
            settings = settings with { Width = new(ExampleSide, Source), Height = new(ExampleSide, Source) };
        return new Description { Preprocessing = settings };
    }
}
