using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class ScanTests
{
    private readonly TensorRandom _random = new(5);

    /// <summary>One is unrolled, the other has too many nodes for that.</summary>
    [Theory]
    [InlineData(5)]
    [InlineData(500)]
    [InlineData(1)]
    public void States_and_results(int length)
    {
        byte[] model = Model(9, Body()).Build();
        ModelCheck.AgreesWithOnnxRuntime(
            model, [_random.Floats(3), _random.Floats(length, 3), _random.Floats(length, 3)], Tolerance.Accumulated);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(300)]
    public void Axes_and_directions(int length)
    {
        byte[] model = Model(
            16, Body(), ("scan_input_axes", new[] { 1, -1 }), ("scan_output_axes", new[] { 1 }),
            ("scan_input_directions", new[] { 0, 1 }), ("scan_output_directions", new[] { 1 })).Build();
        ModelCheck.AgreesWithOnnxRuntime(
            model, [_random.Floats(3), _random.Floats(3, length), _random.Floats(3, length)], Tolerance.Accumulated);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Batches_of_opset_8(bool lengths)
    {
        var builder = new OnnxModelBuilder(8);
        if (lengths)
            builder.Input("lengths", ElementType.Int64, 2);
        byte[] model = builder.Input("s", 2, 3).Input("a", 2, Dimension.Named("t"), 3).Input("b", 2, Dimension.Named("t"), 3)
            .Node(
                "Scan", [lengths ? "lengths" : "", "s", "a", "b"], ["y", "all"], ("body", Body()), ("num_scan_inputs", 2),
                ("directions", new[] { 0, 1 }))
            .Output("y").Output("all").Build();
        Tensor[] inputs = [_random.Floats(2, 3), _random.Floats(2, 4, 3), _random.Floats(2, 4, 3)];
        ModelCheck.AgreesWithOnnxRuntime(model, lengths ? [TestTensors.Int64s(4, 2), .. inputs] : inputs, Tolerance.Accumulated);
    }

    [Theory]
    [InlineData(0, "num_scan_inputs is 0")]
    [InlineData(4, "num_scan_inputs is 4")]
    public void A_wrong_number_of_scanned_inputs_is_refused(int scanned, string message)
    {
        OnnxModelBuilder builder = new OnnxModelBuilder(11).Input("s", 3).Input("a", 4, 3).Input("b", 4, 3)
            .Node("Scan", ["s", "a", "b"], ["y", "all"], ("body", Body()), ("num_scan_inputs", scanned)).Output("y");
        RefusedModel.With(() => TestEngines.Best.Load(builder.Build(), "scan.onnx"), message);
    }

    private static OnnxModelBuilder Body() => new OnnxModelBuilder().Input("v", 3).Input("p", 3).Input("q", 3)
        .Node("Mul", ["v", "half"], ["h"]).Node("Add", ["h", "p"], ["w"]).Node("Mul", ["w", "q"], ["r"]).Output("w").Output("r")
        .Initializer("half", TestTensors.Float(0.5f));

    private static OnnxModelBuilder Model(int opset, OnnxModelBuilder body, params (string Name, object Value)[] attributes)
    {
        Dimension[] shape = attributes.Length > 0 ? [3, Dimension.Named("t")] : [Dimension.Named("t"), 3];
        return new OnnxModelBuilder(opset).Input("s", 3).Input("a", shape).Input("b", shape)
            .Node("Scan", ["s", "a", "b"], ["y", "all"], [("body", body), ("num_scan_inputs", 2), .. attributes])
            .Output("y").Output("all");
    }
}
