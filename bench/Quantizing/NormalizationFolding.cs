using Fovea.Inference;
using Fovea.Inference.Onnx.Schema;

namespace Fovea.Bench.Quantizing;

/// <summary>
/// Makes a convolution and the BatchNormalization behind it one convolution: the weights of a channel are multiplied by
/// scale / sqrt(variance + epsilon), and what is left becomes the bias.
/// </summary>
internal static class NormalizationFolding
{
    private const float DefaultEpsilon = 1e-5f;

    /// <summary>How many were folded.</summary>
    public static int Apply(NetworkGraph graph)
    {
        int folded = 0;
        foreach (NodeProto convolution in graph.Nodes.Where(n => n.OpType == "Conv").ToArray())
        {
            if (graph.OnlyReader(convolution.Output[0]) is not { OpType: "BatchNormalization" } normalization
                || normalization.Input[0] != convolution.Output[0] || normalization.Int("training_mode", 0) != 0
                || !Fold(graph, convolution, normalization))
                continue;
            convolution.Output[0] = normalization.Output[0];
            graph.Nodes.Remove(normalization);
            folded++;
        }

        return folded;
    }

    private static bool Fold(NetworkGraph graph, NodeProto convolution, NodeProto normalization)
    {
        string old = convolution.In(2);
        if (graph.Floats(convolution.Input[1]) is not { } weights
            || graph.Floats(normalization.Input[1]) is not { } scale || graph.Floats(normalization.Input[2]) is not { } shift
            || graph.Floats(normalization.Input[3]) is not { } mean || graph.Floats(normalization.Input[4]) is not { } variance)
            return false;
        float[]? bias = old.Length == 0 ? new float[scale.Length] : graph.Floats(old);
        if (bias is null || bias.Length != scale.Length || weights.Length % scale.Length != 0)
            return false;
        double epsilon = normalization.Float("epsilon", DefaultEpsilon);
        int length = weights.Length / scale.Length;
        for (int channel = 0; channel < scale.Length; channel++)
        {
            double factor = scale[channel] / Math.Sqrt(variance[channel] + epsilon);
            foreach (ref float weight in weights.AsSpan(channel * length, length))
                weight = (float)(weight * factor);
            bias[channel] = (float)((bias[channel] - mean[channel]) * factor + shift[channel]);
        }

        string name = convolution.Input[1];
        convolution.Input[1] = graph.AddConstant<float>($"{name}_folded", ElementType.Float32, graph.Extents(name), weights);
        convolution.SetIn(2, graph.AddConstant<float>($"{name}_bias", ElementType.Float32, [bias.Length], bias));
        return true;
    }
}
