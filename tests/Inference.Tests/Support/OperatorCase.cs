using Fovea.Inference.Tests.Reference;

namespace Fovea.Inference.Tests.Support;

/// <summary>
/// One operator with its operands, run as a graph of one node: at every instruction set, as written and optimised, with
/// symbolic shapes, and with all operands constant. Compared with ONNX Runtime and with the plain reference.
/// </summary>
internal sealed class OperatorCase(string operation, long opset, string domain = "")
{
    private static readonly string[] ProductsOfBytes =
        ["ConvInteger", "DynamicQuantizeMatMul", "MatMulInteger", "MatMulIntegerToFloat", "QGemm", "QLinearConv", "QLinearMatMul"];

    private readonly List<(Tensor? Value, bool Constant)> _operands = [];
    private readonly List<(string, object)> _attributes = [];
    private string[] _outputs = ["out0"];
    private ElementType[]? _outputTypes;
    private bool _onnxRuntime = true;
    private Tolerance? _ofOnnxRuntime;

    /// <summary>The operands that a run is given.</summary>
    public Tensor[] Given => [.. _operands.Where(o => o is { Value: not null, Constant: false }).Select(o => o.Value!)];

    /// <summary>An operand given at run time.</summary>
    public OperatorCase Input(Tensor value) => Operand(value, constant: false);

    /// <summary>An operand stored in the model.</summary>
    public OperatorCase Constant(Tensor value) => Operand(value, constant: true);

    /// <summary>An optional operand left out; null also leaves a constant out.</summary>
    public OperatorCase Omitted() => Operand(null, constant: true);

    public OperatorCase OptionalConstant(Tensor? value) => Operand(value, constant: true);

    public OperatorCase Attribute(string name, object? value)
    {
        if (value is not null)
            _attributes.Add((name, value));
        return this;
    }

    public OperatorCase Outputs(params ElementType[] types)
    {
        _outputTypes = types;
        _outputs = [.. types.Select((_, i) => $"out{i}")];
        return this;
    }

    /// <summary>For what ONNX Runtime's processor kernels lack; the plain reference alone decides.</summary>
    public OperatorCase WithoutOnnxRuntime()
    {
        _onnxRuntime = false;
        return this;
    }

    /// <summary>
    /// Results of ONNX Runtime may be one step of quantisation apart: its kernels round factors and halves in other ways.
    /// </summary>
    public OperatorCase WithinOneStepOfOnnxRuntime()
    {
        _ofOnnxRuntime = Tolerance.OneStep;
        return this;
    }

    public void Check(Tolerance tolerance, params NdArray[] reference)
    {
        byte[] model = Build(symbolic: false, folded: false);
        Tensor[] inputs = Given;
        Assert.True(_onnxRuntime || reference.Length > 0, "A case needs an oracle.");
        Tensor[]? expected = _onnxRuntime && (reference.Length == 0 || IsOracle())
            ? OnnxRuntimeOracle.Run(model, inputs)
            : null;
        Tolerance ofOnnxRuntime = _ofOnnxRuntime ?? tolerance;
        Compare("ONNX Runtime");
        foreach (InstructionSet instructionSet in InstructionSets.Available)
        {
            foreach (bool optimize in new[] { false, true })
                Verify(
                    TestEngines.Get(instructionSet, optimize), model, inputs,
                    $"{instructionSet}, {(optimize ? "optimised" : "as written")}");
        }

        Verify(TestEngines.Best, Build(symbolic: true, folded: false), inputs, "symbolic shapes");
        Verify(TestEngines.Best, Build(symbolic: false, folded: true), [TestTensors.Float(0)], "all operands constant");

        void Verify(InferenceEngine engine, byte[] bytes, Tensor[] given, string who)
        {
            Tensor[] actual = engine.Run(bytes, given)[..(_outputs.Length)];
            for (int i = 0; i < _outputs.Length; i++)
            {
                if (expected is not null)
                    Report(ofOnnxRuntime.Explain(expected[i], actual[i]), $"{who}, against ONNX Runtime", i);
                if (i < reference.Length)
                    Report(tolerance.Explain(reference[i].Shape, reference[i].Values, actual[i]), $"{who}, against the reference", i);
            }
        }

        void Compare(string who)
        {
            for (int i = 0; expected is not null && i < reference.Length; i++)
                Report(ofOnnxRuntime.Explain(reference[i].Shape, reference[i].Values, expected[i]), $"{who}, against the reference", i);
        }

        bool IsOracle() =>
            OnnxRuntimeOracle.IsAvailable && (!ProductsOfBytes.Contains(operation) || OnnxRuntimeOracle.SumsBytesExactly);

        void Report(string? difference, string who, int output) =>
            Assert.True(difference is null, $"{operation}-{opset}, {who}: output {output}: {difference}");
    }

    /// <summary>
    /// The model with one node; <paramref name="folded"/> makes every operand constant beside an input that nothing needs.
    /// </summary>
    public byte[] Build(bool symbolic, bool folded)
    {
        var builder = new OnnxModelBuilder(opset);
        var names = new string[_operands.Count];
        if (folded)
            builder.Input("unused", ElementType.Float32).Node("Identity", "unused", "unused_copy");
        for (int i = 0; i < _operands.Count; i++)
        {
            (Tensor? value, bool constant) = _operands[i];
            names[i] = value is null ? "" : $"in{i}";
            if (value is null)
                continue;
            if (constant || folded)
                builder.Initializer(names[i], value);
            else
                builder.Input(
                    names[i], value.ElementType, [.. value.Shape.Select((d, axis) => symbolic ? Dimension.Named($"d{i}_{axis}") : d)]);
        }

        if (domain.Length > 0)
            builder.Domain(domain, 1);
        builder.Node(domain, operation, names, _outputs, [.. _attributes]);
        for (int i = 0; i < _outputs.Length; i++)
            builder.Output(_outputs[i], _outputTypes is null ? _operands[0].Value!.ElementType : _outputTypes[i]);
        if (folded)
            builder.Output("unused_copy");
        return builder.Build();
    }

    private OperatorCase Operand(Tensor? value, bool constant)
    {
        _operands.Add((value, constant));
        return this;
    }
}
