using Fovea.Inference.Steps;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Lowering;

/// <summary>
/// What a plan copies of the operands of its concatenations, and that the results are right: a, b and d come from convolutions.
/// </summary>
public sealed class ConcatCopyTests
{
    private static readonly Dictionary<string, Func<OnnxModelBuilder, OnnxModelBuilder>> Cases = new()
    {
        ["three convolutions"] = b => b.Concat("y", "a", "b", "d"),
        ["nested"] = b => b.Concat("ab", "a", "b").Node("Relu", "ab", "r").Concat("y", "d", "ab", "r"),
        ["a dense block, each extends the one before"] = b => b
            .Concat("one", "a", "b").Filter("one", "p").Concat("two", "one", "p").Filter("two", "q").Concat("y", "two", "q"),
        ["a dense block, each of all values"] = b => b
            .Concat("one", "a", "b").Filter("one", "p").Concat("two", "a", "b", "p").Filter("two", "q").Concat("y", "a", "b", "p", "q"),
        ["side by side in a larger one"] = b => b
            .Concat("part", "b", "d").Node("Exp", "part", "e").Concat("c", "a", "b", "d").Concat("y", "e", "c"),
        ["side by side in another order"] = b => b
            .Concat("part", "d", "b").Node("Exp", "part", "e").Concat("c", "a", "b", "d").Concat("y", "e", "c"),
        ["used twice"] = b => b.Concat("y", "a", "b", "a"),
        ["used in two"] = b => b.Concat("c", "a", "b").Node("Exp", "c", "e").Concat("y", "e", "a"),
        ["an input of the graph"] = b => b.Concat("y", "x", "a"),
        ["a constant"] = b => b.Initializer("k", new TensorRandom(9).Floats(1, 4, 6, 6)).Concat("y", "a", "k"),
        ["an operand that is a view of other memory"] = b => b
            .Node("Transpose", "a", "t", ("perm", new[] { 0, 1, 3, 2 })).Concat("y", "t", "b"),
        ["of integers, which are cast in the order of their operand"] = b => b
            .Node("Cast", "a", "ai", ("to", 6)).Node("Cast", "b", "bi", ("to", 6)).Concat("ci", "ai", "bi")
            .Node("Cast", "ci", "y", ("to", 1)),
        ["along the height"] = b => b.Node("Concat", ["a", "a2"], ["y"], ("axis", 2)),
        ["of rank 3"] = b => b
            .Initializer("flat", TestTensors.Int64s(1, -1, 36))
            .Node("Reshape", ["a", "flat"], ["a3"]).Node("Reshape", ["b", "flat"], ["b3"])
            .Node("Concat", ["a3", "b3"], ["y"], ("axis", 1)),
    };

    [Theory]
    [InlineData("three convolutions", 0)]
    [InlineData("nested", 0)]
    [InlineData("a dense block, each extends the one before", 0)]
    [InlineData("a dense block, each of all values", 0)]
    [InlineData("side by side in a larger one", 0)]
    [InlineData("side by side in another order", 2)]
    [InlineData("used twice", 1)]
    [InlineData("used in two", 1)]
    [InlineData("an input of the graph", 1)]
    [InlineData("a constant", 1)]
    [InlineData("an operand that is a view of other memory", 1)]
    [InlineData("of integers, which are cast in the order of their operand", 2)]
    [InlineData("along the height", 2)]
    [InlineData("of rank 3", 2)]
    public void Copies_operands_that_are_not_written_in_place(string name, int copies)
    {
        byte[] bytes = Cases[name](Start()).Output("y").Build();
        Tensor image = new TensorRandom(2).Floats(1, 3, 6, 6);
        using (InferenceModel model = TestEngines.Best.Load(bytes, "net.onnx"))
        {
            CompiledPlan plan = model.Compile([image.Shape]);
            Assert.Equal(copies, plan.LeafSteps.Count(step => step is CopyStep && step.Kernel == "copy into concatenation"));
        }

        ModelCheck.AgreesWithOnnxRuntime(bytes, [image], Tolerance.Accumulated);
    }

    private static OnnxModelBuilder Start()
    {
        var random = new TensorRandom(1);
        return new OnnxModelBuilder(13).Input("x", 1, 3, 6, 6)
            .Initializer("w2", random.Floats(2, 3, 1, 1)).Initializer("v2", random.Floats(2, 3, 1, 1))
            .Initializer("w5", random.Floats(5, 3, 1, 1)).Initializer("v5", random.Floats(5, 3, 1, 1))
            .Node("Conv", ["x", "w2"], ["a"]).Node("Conv", ["x", "v2"], ["a2"])
            .Node("Conv", ["x", "w5"], ["b"]).Node("Conv", ["x", "v5"], ["d"]);
    }
}

/// <summary>Words for what these tests are about.</summary>
internal static class ConcatModels
{
    public static OnnxModelBuilder Concat(this OnnxModelBuilder builder, string result, params string[] operands) =>
        builder.Node("Concat", operands, [result], ("axis", 1));

    /// <summary>Two channels of a value of however many: the mean over its channels, added to a convolution of the image.</summary>
    public static OnnxModelBuilder Filter(this OnnxModelBuilder builder, string input, string output) => builder
        .Node("ReduceMean", [input], [$"{output}_mean"], ("axes", new[] { 1 })).Node("Conv", ["x", "w2"], [$"{output}_conv"])
        .Node("Add", [$"{output}_conv", $"{output}_mean"], [output]);
}
