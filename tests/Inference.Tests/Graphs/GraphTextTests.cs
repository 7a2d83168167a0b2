using System.Text.RegularExpressions;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Graphs;

/// <summary>The texts of a graph and of a plan are stable: people compare them, and so do these tests.</summary>
public sealed partial class GraphTextTests
{
    private static readonly byte[] Model = new OnnxModelBuilder(13)
        .Input("image", Dimension.Named("n"), 3, 8, 8)
        .Initializer("weights", new TensorRandom(1).Floats(16, 3, 3, 3)).Initializer("bias", new TensorRandom(2).Floats(16))
        .Node("Conv", ["image", "weights", "bias"], ["map"], ("pads", new[] { 1, 1, 1, 1 }), ("strides", new[] { 2, 2 }))
        .Node("Relu", "map", "active")
        .Node("GlobalAveragePool", "active", "pooled")
        .Node("Flatten", "pooled", "scores")
        .Node("Softmax", "scores", "probabilities", ("axis", -1))
        .Output("probabilities").Build();

    [Fact]
    public void Graph()
    {
        using InferenceModel model = TestEngines.Best.Load(Model, "test.onnx");
        Assert.Equal("""
            input %image Float32[n,3,8,8]
            %map Float32[n,16,4,4] = Conv(%image, %weights Float32[16,3,3,3], %bias Float32[16]) pads=[1,1,1,1] strides=[2,2]
            %active Float32[n,16,4,4] = Relu(%map)
            %pooled Float32[n,16,1,1] = GlobalAveragePool(%active)
            %scores Float32[n,16] = Flatten(%pooled)
            %probabilities Float32[n,16] = Softmax(%scores) axis=-1
            output probabilities = %probabilities

            """, model.GraphText);
    }

    [Fact]
    public void Plan()
    {
        using InferenceModel model = TestEngines.Get(InstructionSet.Scalar, threads: 1).Load(Model, "test.onnx");
        Assert.Equal("""
            Conv %active: copy zero columns (constant[2,3,8,1]) -> Float32[2,3,8,1]@
            Conv %active: copy zero columns (constant[2,3,8,1]) -> Float32[2,3,8,1]@
            Conv %active: copy channels-last, padded columns (Float32[2,3,8,8]@) -> Float32[2,3,8,8]@
            Conv %active: indirect gemm 32x16x27 Clip(0,Infinity) (Float32[2,3,8,10]@) -> Float32[2,16,4,4]@
            GlobalAveragePool %pooled: Mean down columns 2x16x16 (Float32[2,16,4,4]@) -> Float32[2,16,1,1]@
            Softmax %probabilities: softmax 2x16 (Float32[2,16]@) -> Float32[2,16]@
            arena bytes

            """, Numbers().Replace(model.Compile([new Shape(2, 3, 8, 8)]).ToString(), "$1"));
    }

    [Fact]
    public void The_same_model_gives_the_same_texts()
    {
        RandomNetworks network = RandomNetworks.Create(3);
        using InferenceModel one = TestEngines.Best.Load(network.Model, "a.onnx"), other = TestEngines.Best.Load(network.Model, "b.onnx");
        Shape shape = network.Images(2).Shape;
        Assert.Equal(one.GraphText, other.GraphText);
        Assert.Equal(one.Compile([shape]).ToString(), other.Compile([shape]).ToString());
    }

    /// <summary>Offsets, and the arena's size, follow from the sizes of scratch memory: not what this text is read for.</summary>
    [GeneratedRegex(@"(@|arena )[\d+]+ ?")]
    private static partial Regex Numbers();
}
