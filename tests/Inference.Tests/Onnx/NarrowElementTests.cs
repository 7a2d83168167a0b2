using Fovea.Inference.Onnx.Schema;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Onnx;

/// <summary>Elements of 8 bits that are no integers, and of fewer bits, are refused by name with what to do, wherever they stand.</summary>
public sealed class NarrowElementTests
{
    private const string Advice = "Quantise the model to integers of 8 bits, or export it with float32 weights.";

    public static TheoryData<int, string> Types() => new()
    {
        { 17, "FLOAT8E4M3FN" },
        { 18, "FLOAT8E4M3FNUZ" },
        { 19, "FLOAT8E5M2" },
        { 20, "FLOAT8E5M2FNUZ" },
        { 21, "UINT4" },
        { 22, "INT4" },
        { 23, "FLOAT4E2M1" },
        { 24, "FLOAT8E8M0" },
        { 25, "UINT2" },
        { 26, "INT2" },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void As_weights(int code, string name)
    {
        OnnxModelBuilder builder = new OnnxModelBuilder(21).Input("x", 4).Initializer("s", TestTensors.Float(1))
            .Initializer("w", TestTensors.Byte(1)).Node("DequantizeLinear", ["w", "s"], ["f"]).Node("Add", ["x", "f"], ["y"]).Output("y");
        TensorProto weights = builder.Model.Graph.Initializer[1];
        weights.DataType = code;
        Refused(builder, name, "'w'");
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void As_an_input(int code, string name)
    {
        OnnxModelBuilder builder = new OnnxModelBuilder(21).Input("x", (ElementType)code, 4).Initializer("s", TestTensors.Float(1))
            .Node("DequantizeLinear", ["x", "s"], ["y"]).Output("y");
        Refused(builder, name, "'x'");
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void As_what_a_node_gives(int code, string name)
    {
        Refused(
            new OnnxModelBuilder(23).Input("x", 4).Initializer("s", TestTensors.Float(1))
                .Node("QuantizeLinear", ["x", "s"], ["q"], ("output_dtype", code), ("saturate", 0))
                .Node("DequantizeLinear", ["q", "s"], ["y"]).Output("y"), name, "'QuantizeLinear_0'");
        Refused(new OnnxModelBuilder(23).Input("x", 4).Node("Cast", "x", "y", ("to", code)).Output("y"), name, "'Cast_0'");
    }

    private static void Refused(OnnxModelBuilder builder, string name, string where)
    {
        InferenceException error = RefusedModel.With(() => TestEngines.Best.Load(builder.Build(), "narrow"));
        Assert.IsType<UnsupportedModelException>(error);
        Assert.Contains($"elements are {name}; supported are", error.Message, StringComparison.Ordinal);
        Assert.Contains(Advice, error.Message, StringComparison.Ordinal);
        Assert.Contains(where, error.Message, StringComparison.Ordinal);
    }
}
