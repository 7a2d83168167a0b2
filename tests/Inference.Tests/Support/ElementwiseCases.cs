using Fovea.Inference.Tests.Reference;

namespace Fovea.Inference.Tests.Support;

/// <summary>
/// A function of one element as an operator: over lengths that are no multiple of a vector, over maps, of doubles, and with NaN.
/// </summary>
/// <param name="Operation">The operator.</param>
/// <param name="Function">The function in double precision.</param>
/// <param name="Low">Where operands begin.</param>
/// <param name="High">Where they end.</param>
/// <param name="Tolerance">How far a result may be from the function's.</param>
internal sealed record ElementwiseCases(string Operation, Func<double, double> Function, float Low, float High, Tolerance Tolerance)
{
    /// <summary>The attributes, of which null values are left out.</summary>
    public (string Name, object? Value)[] Attributes { get; init; } = [];

    /// <summary>Operands beside the random ones.</summary>
    public float[] Special { get; init; } = [0, -0f, 1e-30f, -1e-30f, float.NaN];

    /// <summary>Whether ONNX Runtime has the operator.</summary>
    public bool OnnxRuntime { get; init; } = true;

    public void Check(long opset)
    {
        foreach (int length in new[] { 1, 7, 17, 33 })
            Case(opset, new TensorRandom(length).Floats(new Shape(length), Low, High), Tolerance, OnnxRuntime);
        Case(opset, new TensorRandom(5).Floats(new Shape(2, 17, 5, 3), Low, High), Tolerance, OnnxRuntime);
        Case(opset, TestTensors.Floats(Special), Tolerance, OnnxRuntime);
        Case(opset, new TensorRandom(6).Doubles(new Shape(3, 5), Low, High), new Tolerance("double", 1e-13, 1), onnxRuntime: false);
    }

    private void Case(long opset, Tensor x, Tolerance tolerance, bool onnxRuntime)
    {
        var one = new OperatorCase(Operation, opset);
        one.Input(x);
        foreach ((string name, object? value) in Attributes)
            one.Attribute(name, value);
        if (!onnxRuntime)
            one.WithoutOnnxRuntime();
        one.Check(tolerance, NdArray.Of(x).Select(Function));
    }
}
