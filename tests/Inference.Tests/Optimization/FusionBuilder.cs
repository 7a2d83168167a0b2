using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Optimization;

/// <summary>The two nodes that the fusion patterns write most.</summary>
internal static class FusionBuilder
{
    /// <summary>A 3x3 convolution that keeps the map's size.</summary>
    public static OnnxModelBuilder Conv(this OnnxModelBuilder builder, string input, string weights, string output) =>
        builder.Node("Conv", [input, weights], [output], ("pads", new[] { 1, 1, 1, 1 }));

    public static OnnxModelBuilder BatchNorm(this OnnxModelBuilder builder, string input, string output) =>
        builder.Node("BatchNormalization", [input, "scale", "shift", "mean", "variance"], [output]);
}
