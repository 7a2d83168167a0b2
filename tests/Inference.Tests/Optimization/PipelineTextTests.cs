using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Optimization;

/// <summary>What all passes together make of the blocks that networks are built of, and of the bundled digits network.</summary>
public sealed class PipelineTextTests
{
    /// <summary>He et al., 2015, with a projection: two convolutions normalised, a third beside them, the sum, the activation.</summary>
    [Fact]
    public void A_residual_block()
    {
        OnnxModelBuilder builder = Block(17).Input("x", Dimension.Named("n"), 4, 8, 8)
            .Node("Conv", ["x", "w3"], ["a"], ("pads", new[] { 1, 1, 1, 1 }), ("strides", new[] { 2, 2 })).BatchNorm("a", "b")
            .Node("Relu", "b", "c")
            .Node("Conv", ["c", "v3"], ["d"], ("pads", new[] { 1, 1, 1, 1 })).BatchNorm("d", "e")
            .Node("Conv", ["x", "w1"], ["f"], ("strides", new[] { 2, 2 })).BatchNorm("f", "g")
            .Node("Add", ["e", "g"], ["h"]).Node("Relu", "h", "y").Output("y");
        Check(builder, [new Shape(2, 4, 8, 8)], null, """
            input %x Float32[2,4,8,8]
            %c Float32[2,4,4,4] = Conv(%x, %w3 scaled Float32[4,4,3,3], %a bias Float32[4]) pads=[1,1,1,1] strides=[2,2] -> Clip(0,Infinity)
            %e Float32[2,4,4,4] = Conv(%c, %v3 scaled Float32[4,4,3,3], %d bias Float32[4]) pads=[1,1,1,1]
            %y Float32[2,4,4,4] = Conv(%x, %w1 scaled Float32[4,4,1,1], %f bias Float32[4], %e) strides=[2,2] + %e -> Clip(0,Infinity)
            output y = %y
            """);
        Check(builder, [new Shape(2, 4, 8, 8)], ["h", "d"], """
            input %x Float32[2,4,8,8]
            %c Float32[2,4,4,4] = Conv(%x, %w3 scaled Float32[4,4,3,3], %a bias Float32[4]) pads=[1,1,1,1] strides=[2,2] -> Clip(0,Infinity)
            %d Float32[2,4,4,4] = Conv(%c, %v3 Float32[4,4,3,3]) pads=[1,1,1,1]
            %e Float32[2,4,4,4] = BatchNormalization(%d, %scale Float32[4], %shift Float32[4], %mean Float32[4], %variance Float32[4])
            %h Float32[2,4,4,4] = Conv(%x, %w1 scaled Float32[4,4,1,1], %f bias Float32[4], %e) strides=[2,2] + %e
            output h = %h
            output d = %d
            """);
    }

    /// <summary>
    /// Sandler et al., 2018: a wide depthwise convolution between two of 1x1, bounded at 6, and a residual without activation.
    /// </summary>
    [Fact]
    public void A_mobile_block_with_Clip() => Check(
        Block(13).Input("x", 1, 4, 8, 8)
            .Node("Conv", ["x", "w1"], ["a"]).BatchNorm("a", "b").Node("Clip", ["b", "zero", "six"], ["c"])
            .Node("Pad", ["c", "pads"], ["p"]).Node("Conv", ["p", "depthwise"], ["d"], ("group", 4)).BatchNorm("d", "e")
            .Node("Clip", ["e", "zero", "six"], ["f"])
            .Node("Conv", ["f", "v1"], ["g"]).BatchNorm("g", "h").Node("Add", ["x", "h"], ["y"]).Output("y"),
        [], null, """
            input %x Float32[1,4,8,8]
            %c Float32[1,4,8,8] = Conv(%x, %w1 scaled Float32[4,4,1,1], %a bias Float32[4]) -> Clip(0,6)
            %f Float32[1,4,8,8] = Conv(%c, %depthwise scaled Float32[4,1,3,3], %d bias Float32[4]) auto_pad=NOTSET group=4 pads=[1,1,1,1] -> Clip(0,6)
            %y Float32[1,4,8,8] = Conv(%f, %v1 scaled Float32[4,4,1,1], %g bias Float32[4], %x) + %x
            output y = %y
            """);

    /// <summary>Hu et al., 2017, with the hard functions of Howard et al., 2019.</summary>
    [Fact]
    public void A_block_with_a_gate_and_hard_swish() => Check(
        Block(13).Input("x", 1, 4, 8, 8)
            .Node("Conv", ["x", "w1"], ["a"]).BatchNorm("a", "b").Node("HardSigmoid", "b", "c", ("alpha", 1f / 6f))
            .Node("Mul", ["b", "c"], ["d"])
            .Node("GlobalAveragePool", "d", "e").Node("Conv", ["e", "v1"], ["f"]).Node("Relu", "f", "g").Node("Conv", ["g", "w1"], ["h"])
            .Node("HardSigmoid", "h", "i")
            .Node("Mul", ["i", "d"], ["y"]).Output("y"),
        [], null, """
            input %x Float32[1,4,8,8]
            %d Float32[1,4,8,8] = Conv(%x, %w1 scaled Float32[4,4,1,1], %a bias Float32[4]) -> HardSwish
            %e Float32[1,4,1,1] = GlobalAveragePool(%d)
            %g Float32[1,4,1,1] = Conv(%e, %v1 Float32[4,4,1,1]) -> Clip(0,Infinity)
            %i Float32[1,4,1,1] = Conv(%g, %w1 Float32[4,4,1,1]) -> HardSigmoid(0.2,0.5)
            %y Float32[1,4,8,8] = Mul(%i, %d)
            output y = %y
            """);

    /// <summary>A transformer's perceptron: normalisation and Gelu of their parts, a product with its row, a residual.</summary>
    [Fact]
    public void A_perceptron_after_a_layer_normalisation() => Check(
        Block(13).Input("x", 1, 5, 4)
            .Node("ReduceMean", "x", "m", ("axes", new[] { -1 })).Node("Sub", ["x", "m"], ["c"]).Node("Pow", ["c", "two"], ["q"])
            .Node("ReduceMean", "q", "v", ("axes", new[] { -1 }))
            .Node("Add", ["v", "epsilon"], ["e"]).Node("Sqrt", "e", "r").Node("Div", ["c", "r"], ["n"]).Node("Mul", ["n", "scale"], ["o"])
            .Node("Add", ["o", "shift"], ["p"])
            .Node("MatMul", ["p", "w"], ["a"]).Node("Add", ["a", "mean"], ["b"])
            .Node("Div", ["b", "root2"], ["f"]).Node("Erf", "f", "g").Node("Add", ["g", "one"], ["h"]).Node("Mul", ["b", "h"], ["i"])
            .Node("Mul", ["i", "half"], ["j"])
            .Node("MatMul", ["j", "w"], ["k"]).Node("Add", ["variance", "k"], ["l"]).Node("Dropout", "l", "u")
            .Node("Add", ["x", "u"], ["y"]).Output("y"),
        [], null, """
            input %x Float32[1,5,4]
            %p Float32[1,5,4] = LayerNormalization(%x, %scale Float32[4], %shift Float32[4]) axis=-1 epsilon=1E-06
            %j Float32[1,5,4] = MatMul(%p, %w Float32[4,4], %a bias Float32[4]) -> Gelu
            %y Float32[1,5,4] = MatMul(%j, %w Float32[4,4], %k bias Float32[4], %x) + %x
            output y = %y
            """);

    [Fact]
    public void The_digits_network()
    {
        using InferenceModel model = TestEngines.Best.Load(Path.Combine(TestData.RepositoryRoot, "src/Models/Bundled/digits/model.onnx"));
        const string Pixel = "dilations=[1,1] group=1 kernel_shape=[1,1] pads=[0,0,0,0]";
        const string Window = "dilations=[1,1] group=1 kernel_shape=[3,3] pads=[1,1,1,1]";
        Assert.Equal($"""
            input %image Float32[5,1,28,28]
            %relu1 Float32[5,16,28,28] = Conv(%image, %conv1.weight scaled Float32[16,1,3,3], %conv1 bias Float32[16]) {Window} strides=[1,1] -> Clip(0,Infinity)
            %relu2 Float32[5,32,14,14] = Conv(%relu1, %conv2.weight scaled Float32[32,16,3,3], %conv2 bias Float32[32]) {Window} strides=[2,2] -> Clip(0,Infinity)
            %relu3 Float32[5,48,14,14] = Conv(%relu2, %conv3.weight scaled Float32[48,32,3,3], %conv3 bias Float32[48]) {Window} strides=[1,1] -> Clip(0,Infinity)
            %relu4 Float32[5,48,14,14] = Conv(%relu3, %conv4.weight scaled Float32[48,48,3,3], %conv4 bias Float32[48]) {Window} strides=[1,1] -> Clip(0,Infinity)
            %maxpool Float32[5,48,7,7] = MaxPool(%relu4) ceil_mode=0 kernel_shape=[2,2] pads=[0,0,0,0] strides=[2,2]
            %relu5 Float32[5,96,7,7] = Conv(%maxpool, %conv5.weight scaled Float32[96,48,3,3], %conv5 bias Float32[96]) {Window} strides=[1,1] -> Clip(0,Infinity)
            %relu6 Float32[5,64,7,7] = Conv(%relu5, %conv6.weight scaled Float32[64,96,1,1], %conv6 bias Float32[64]) {Pixel} strides=[1,1] -> Clip(0,Infinity)
            %relu7 Float32[5,128,7,7] = Conv(%relu6, %conv7.weight scaled Float32[128,64,3,3], %conv7 bias Float32[128]) {Window} strides=[1,1] -> Clip(0,Infinity)
            %avgpool Float32[5,128,1,1] = GlobalAveragePool(%relu7)
            %flatten Float32[5,128] = Flatten(%avgpool) axis=1
            %logits Float32[5,10] = Gemm(%flatten, %logits.weight Float32[10,128], %logits.bias Float32[10]) alpha=1 beta=1 transB=1
            output logits = %logits
            """, model.OptimizedGraphText([new Shape(5, 1, 28, 28)]).TrimEnd('\n'));
    }

    /// <summary>The one text is the engine's, the other that of the single passes as the tests of each run them.</summary>
    private static void Check(OnnxModelBuilder builder, IReadOnlyList<Shape> shapes, string[]? outputs, string expected)
    {
        using InferenceModel model = TestEngines.Best.Load(builder.Build(), "test.onnx");
        IReadOnlyList<Shape> given = shapes.Count > 0 ? shapes : [.. model.Inputs.Select(i => i.Shape.ToShape())];
        Assert.Equal(expected, model.OptimizedGraphText(given, outputs).TrimEnd('\n'));
        if (outputs is null)
            Assert.Equal(expected, PassCheck.AllPasses(builder, given).TrimEnd('\n'));
    }

    private static OnnxModelBuilder Block(long opset)
    {
        var random = new TensorRandom(3);
        return new OnnxModelBuilder(opset)
            .Initializer("w3", random.Floats(4, 4, 3, 3)).Initializer("v3", random.Floats(4, 4, 3, 3))
            .Initializer("depthwise", random.Floats(4, 1, 3, 3))
            .Initializer("w1", random.Floats(4, 4, 1, 1)).Initializer("v1", random.Floats(4, 4, 1, 1)).Initializer("w", random.Floats(4, 4))
            .Initializer("scale", random.Floats(4)).Initializer("shift", random.Floats(4)).Initializer("mean", random.Floats(4))
            .Initializer("variance", random.Floats(new Shape(4), 1, 2))
            .Initializer("zero", TestTensors.Float(0)).Initializer("six", TestTensors.Float(6)).Initializer("one", TestTensors.Float(1))
            .Initializer("two", TestTensors.Float(2))
            .Initializer("half", TestTensors.Float(0.5f)).Initializer("root2", TestTensors.Float(MathF.Sqrt(2)))
            .Initializer("epsilon", TestTensors.Float(1e-6f))
            .Initializer("pads", TestTensors.Int64s(0, 0, 1, 1, 0, 0, 1, 1));
    }
}
