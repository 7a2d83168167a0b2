using Fovea.Inference;

namespace Fovea.Models.Postprocessing;

/// <summary>Tells networks that give each pixel of a picture in colours one number, no probability.</summary>
internal static class DepthNetwork
{
    /// <summary>The task's name, which <c>fovea.json</c> can say.</summary>
    public const string Task = "depthEstimation";

    /// <summary>
    /// The side of a picture for networks that take any: a multiple of 14 and of 32, by which patches and halvings divide it (MiDaS, DPT:
    /// 32; Depth Anything: 14).
    /// </summary>
    public const int ExampleSide = 448;

    private const int Colours = 3;

    /// <summary>Whether a graph takes one picture in colours and gives one map of its size.</summary>
    public static bool HasForm(InferenceModel graph)
    {
        if (graph is not { Inputs: [{ Shape: { Rank: 4, Dimensions: { } sides } }], Outputs: [{ Shape.Rank: 3 or 4 } output] }
            || !output.ElementType.IsFloat())
            return false;
        int row = sides[1].Value == Colours ? 2 : sides[3].Value == Colours ? 1 : 0;
        if (row == 0)
            return false;
        long[] extents = [.. sides.Select((side, axis) => side.Value ?? (axis == 0 ? 1 : ExampleSide))];
        try
        {
            var shape = new Shape(extents);
            LayerInfo? last = graph.DescribeLayers([shape]).FirstOrDefault(layer => layer.Name == output.Name);
            return last is not null && MapOutput.Find([.. last.Shape])?.IsWhole(((int)extents[row + 1], (int)extents[row])) == true
                && !ProbabilityBounds.Hold(graph.BoundsOf([shape], output.Name));
        }
        catch (InferenceException error) when (error is not EngineFaultException)
        {
            return false;
        }
    }
}
