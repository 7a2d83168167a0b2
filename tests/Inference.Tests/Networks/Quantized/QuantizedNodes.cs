using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Networks.Quantized;

/// <summary>
/// The nodes of a quantised network in one of two forms: QDQ (operators of real numbers between DequantizeLinear and QuantizeLinear) or
/// QOperator (operators of integers).
/// </summary>
internal sealed class QuantizedNodes(OnnxModelBuilder builder, bool isQdq)
{
    private const string Microsoft = "com.microsoft";

    private readonly HashSet<string> _real = [];

    /// <summary>Writes a product.</summary>
    /// <param name="real">The operator of real numbers: Conv, MatMul or Gemm.</param>
    /// <param name="x">The input.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="y">The result.</param>
    /// <param name="bias">The name of the bias, whose real numbers are NAME/real; null for none.</param>
    /// <param name="relu">Whether Relu follows.</param>
    /// <param name="attributes">The attributes of the node.</param>
    public void Product(
        string real, QuantizedLayer x, QuantizedLayer weights, QuantizedLayer y, string? bias, bool relu,
        params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        if (isQdq)
            Real(real, [Real(x), $"{weights.Name}/real", .. bias is null ? [] : new[] { $"{bias}/real" }], y, relu, attributes);
        else if (real == "Gemm")
            Integers(Microsoft, "QGemm", [.. x.Operands, .. weights.Operands, bias!, .. y.Parameters], y, relu, attributes);
        else
            Integers(
                "", $"QLinear{real}", [.. x.Operands, .. weights.Operands, .. y.Parameters, .. bias is null ? [] : new[] { bias }], y, relu,
                attributes);
    }

    /// <summary>Writes a function of real numbers, which ONNX Runtime has for integers too.</summary>
    public void Function(
        string real, QuantizedLayer[] operands, QuantizedLayer y, bool relu = false,
        params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        if (isQdq)
            Real(real, [.. operands.Select(Real)], y, relu, attributes);
        else if (real == "Concat")
            Integers(Microsoft, "QLinearConcat", [.. y.Parameters, .. operands.SelectMany(o => o.Operands)], y, relu, attributes);
        else
            Integers(Microsoft, $"QLinear{real}", [.. operands.SelectMany(o => o.Operands), .. y.Parameters], y, relu, attributes);
    }

    /// <summary>Writes an operator that chooses or moves elements, whose result has the scale of its input.</summary>
    public void Choice(string operation, QuantizedLayer x, QuantizedLayer y, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        if (isQdq)
            Real(operation, [Real(x)], y, false, attributes);
        else
            Integers("", operation, [x.Name], y, false, attributes);
    }

    /// <summary>Writes the real numbers of constants for QDQ.</summary>
    public void Constant(string[] operands, int axis)
    {
        if (isQdq)
            builder.Node("DequantizeLinear", operands, [$"{operands[0]}/real"], ("axis", axis));
    }

    private void Real(
        string operation, string[] inputs, QuantizedLayer y, bool relu, ReadOnlySpan<(string Name, object Value)> attributes)
    {
        string result = $"{y.Name}/before";
        builder.Node(operation, inputs, [result], attributes);
        if (relu)
            builder.Node("Relu", result, result = $"{y.Name}/bounded");
        builder.Node("QuantizeLinear", [result, .. y.Parameters], [y.Name]);
    }

    // A leaky Relu that leaks nothing is Relu.
    private void Integers(
        string domain, string operation, string[] inputs, QuantizedLayer y, bool relu,
        ReadOnlySpan<(string Name, object Value)> attributes)
    {
        string result = relu ? $"{y.Name}/before" : y.Name;
        builder.Node(domain, operation, inputs, [result], attributes);
        if (relu)
            builder.Node(Microsoft, "QLinearLeakyRelu", [result, .. y.Parameters, .. y.Parameters], [y.Name], ("alpha", 0f));
    }

    private string Real(QuantizedLayer x)
    {
        string real = $"{x.Name}/dequantized";
        if (_real.Add(x.Name))
            builder.Node("DequantizeLinear", x.Operands, [real]);
        return real;
    }
}
