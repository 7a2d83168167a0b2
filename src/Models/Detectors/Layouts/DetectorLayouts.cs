
namespace Fovea.Models.Detectors.Layouts;

/// <summary>The layouts that are recognised.</summary>
internal static class DetectorLayouts
{
    /// <summary>Every layout, in the order in which they are tried.</summary>
    public static IReadOnlyList<DetectorLayout> All { get; } =
    [
        new YoloV8Layout(),
        new YoloV8SegLayout(),
        new YoloV8PoseLayout(),
        new YoloV8ObbLayout(),
        new EndToEndLayout(),
        new Yolo26SegLayout(),
        new Yolo26PoseLayout(),
        new Yolo26ObbLayout(),
        new YoloV5Layout(),
        new YoloXLayout(),
        new FastestDetLayout(),
        new NanoDetPlusLayout(),
        new NanoDetMLayout(),
        new UltraFaceLayout(),
        new MmDeployLayout(),
        new SsdLayout(),
        new RetinaFaceLayout(),
        new YuNetLayout(),
        new BlazeFaceLayout(),
        new HfRtDetrLayout(),
        new HfDetrLayout(),
        new RtDetrLayout(),
        new PaddleDetectionLayout(),
        new EfficientDetLayout(),
        new TfDetectionLayout(),
    ];

    /// <summary>Their names.</summary>
    public static IEnumerable<string> Names => All.Select(layout => layout.Name);

    /// <summary>Finds the layout of a network: the one that is named, else the first that recognises it; null where none does.</summary>
    public static (DetectorLayout Layout, Detector Detector)? Find(DetectorGraph graph, DetectorSettings settings)
    {
        foreach (DetectorLayout layout in All)
        {
            if ((settings.Layout is null || settings.Layout == layout.Name)
                && layout.Recognize(graph, settings) is { } detector)
                return (layout, detector);
        }

        return null;
    }
}
