using Fovea.Inference;

namespace Fovea.Models.Texts;

/// <summary>
/// Tells networks that find texts from those that cut something out: both give one map of probabilities of the picture's size.
/// </summary>
internal static class TextNetwork
{
    /// <summary>The task's name, which <c>fovea.json</c> can say.</summary>
    public const string Task = "textDetection";

    private const int Channels = 3;

    // Paddle2ONNX names inputs and outputs so (PaddleOCR, deploy/paddle2onnx).
    private const string InputName = "x";

    private static readonly string[] OutputNames = ["sigmoid_0.tmp_0", "save_infer_model/scale_0.tmp_1", "fetch_name_0"];

    /// <summary>Whether a graph takes pictures in colours of any size, gives one map, and has the names of PaddleOCR's exports.</summary>
    public static bool IsExported(InferenceModel graph) =>
        HasForm(graph) && graph.Inputs[0].Name == InputName && OutputNames.Contains(graph.Outputs[0].Name)
        && IsOpen(graph.Inputs[0]) && IsOpen(graph.Outputs[0]);

    /// <summary>Whether a graph takes one picture in colours, [N,3,H,W], and gives one map, [N,1,H,W].</summary>
    public static bool HasForm(InferenceModel graph) =>
        graph is { Inputs: [{ Shape.Rank: 4 } input], Outputs: [{ Shape.Rank: 4 } output] } && output.ElementType.IsFloat()
        && input.Shape.Dimensions![1].Value is null or Channels && output.Shape.Dimensions![1].Value is null or 1;

    private static bool IsOpen(ModelValue value) => !value.Shape.Dimensions![2].IsKnown && !value.Shape.Dimensions[3].IsKnown;
}
