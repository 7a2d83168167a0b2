using Fovea.Inference;
using Fovea.Models.Postprocessing;

namespace Fovea.Models.Detectors;

/// <summary>The detector of one network for pictures of any size: its grids follow from the size. Immutable and thread-safe.</summary>
/// <param name="layout">How the network writes boxes.</param>
/// <param name="graph">The network, with the shapes of one size.</param>
/// <param name="settings">What the model's folder says.</param>
/// <param name="usual">The detector for that size.</param>
internal sealed class SizedDetector(DetectorLayout layout, DetectorGraph graph, DetectorSettings settings, Detector usual)
{
    /// <summary>The detector for the size for which the network was recognised.</summary>
    public Detector Usual => usual;

    /// <summary>The detector for the size of a picture's input.</summary>
    /// <exception cref="InferenceException">The outputs do not have the layout for that size.</exception>
    public Detector For(ImageOutputs outputs)
    {
        (int width, int height) = outputs.Mapping.InputSize;
        if ((width, height) == graph.Sides)
            return usual;
        DetectorValue[] values = [.. graph.Outputs.Select(output => Sized(output, outputs))];
        return layout.Recognize(graph with { Outputs = values, Sides = (width, height) }, settings) ?? throw new InferenceException(
            $"For a picture of {width}x{height} pixels, the network's outputs {string.Join(", ", values.AsEnumerable())} do not " +
            $"have the layout {layout.Name}, as for {graph.Sides?.Width}x{graph.Sides?.Height}. Give the network " +
            "one size: \"input\": { \"width\", \"height\" } in fovea.json.");
    }

    private DetectorValue Sized(DetectorValue output, ImageOutputs outputs)
    {
        for (int i = 0; i < usual.Outputs.Count; i++)
        {
            if (usual.Outputs[i] == output.Name)
                return output with { Extents = [1, .. outputs.Shape(i).Select(extent => (long?)extent)] };
        }

        return output with { Extents = [.. output.Extents.Select(_ => (long?)null)] };
    }
}
