using Fovea.Inference.Graphs;
using Fovea.Inference.Optimization;
using Fovea.Inference.Plans;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Plans;

/// <summary>What was fused is divided again where the bits stay, and computed beside the optimised graph elsewhere.</summary>
public sealed class ObservedGraphTests
{
    [Fact]
    public void A_fused_sum_and_activation_are_nodes_again() => Check(
        Start().Node("Conv", ["x", "w", "b"], ["a"]).Node("Add", ["x", "a"], ["s"]).Node("Relu", "s", "y"),
        """
        %a Float32[1,2,3,4] = Conv(%x, %w Float32[2,2,1,1], %b Float32[2], -)
        %s Float32[1,2,3,4] = Add(%x, %a)
        %y Float32[1,2,3,4] = Relu(%s)
        """);

    [Fact]
    public void An_activation_with_bounds_keeps_them() => Check(
        Start().Initializer("low", TestTensors.Floats(new Shape(), 0)).Initializer("high", TestTensors.Floats(new Shape(), 6))
            .Node("Conv", ["x", "w", "b"], ["a"]).Node("Clip", ["a", "low", "high"], ["y"]),
        """
        %a Float32[1,2,3,4] = Conv(%x, %w Float32[2,2,1,1], %b Float32[2])
        %y Float32[1,2,3,4] = Clip(%a, %low Float32[], %high Float32[])
        """);

    [Fact]
    public void A_convolution_whose_weights_were_changed_stands_beside_it_as_written() => Check(
        Start().Node("Conv", ["x", "w", "b"], ["a"]).Node("BatchNormalization", ["a", "b", "b", "b", "v"], ["n"]).Node("Relu", "n", "y"),
        """
        %a Float32[1,2,3,4] = Conv(%x, %w Float32[2,2,1,1], %b Float32[2])
        %n Float32[1,2,3,4] = Conv(%x, %w scaled Float32[2,2,1,1], %a bias Float32[2])
        %y Float32[1,2,3,4] = Relu(%n)
        """);

    private static OnnxModelBuilder Start() => new OnnxModelBuilder(15).Input("x", 1, 2, 3, 4)
        .Initializer("w", new TensorRandom(1).Floats(2, 2, 1, 1)).Initializer("b", TestTensors.Floats(new Shape(2), 1, 2))
        .Initializer("v", TestTensors.Floats(new Shape(2), 3, 4));

    private static void Check(OnnxModelBuilder builder, string nodes)
    {
        builder.Output("y");
        Graph written = SpecializedGraph.Of(builder, []), optimized = SpecializedGraph.Of(builder, []);
        var patch = new GraphPatch(optimized);
        patch.Tidy();
        foreach (GraphPass pass in PassPipeline.Passes)
        {
            pass.Run(patch);
            patch.Tidy();
        }

        (Graph graph, _) = ObservedGraph.Of(written, optimized);
        Assert.Equal($"input %x Float32[1,2,3,4]\n{nodes}\noutput y = %y", GraphText.Write(graph).TrimEnd('\n'));
    }
}
