using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Operators;
using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Tests.Support;

/// <summary>A node whose results have shapes that depend on its data, computed alone and compared with ONNX Runtime.</summary>
internal sealed class DataDependentCase(string operation, long opset)
{
    private readonly List<Tensor?> _inputs = [];
    private readonly Dictionary<string, object> _attributes = [];
    private int _outputs = 1;

    public DataDependentCase Input(Tensor? value)
    {
        _inputs.Add(value);
        return this;
    }

    public DataDependentCase Attribute(string name, object? value)
    {
        if (value is not null)
            _attributes.Add(name, value);
        return this;
    }

    public DataDependentCase Outputs(int count)
    {
        _outputs = count;
        return this;
    }

    /// <summary>The results, from the operator alone.</summary>
    public Tensor[] Compute(long maxBytes = 1 << 30, Action? throwIfStopped = null)
    {
        var op = (DataDependentOperator)OperatorTable.Find(operation)!;
        Value?[] inputs = [.. _inputs.Select((tensor, i) => tensor is null ? null : new Value($"in{i}")
        {
            Type = tensor.ElementType,
            Shape = SymbolicShape.Of(tensor.Shape),
        })];
        Value[] outputs = [.. Enumerable.Range(0, _outputs).Select(i => new Value($"out{i}"))];
        var node = new Node(op, "node", new NodeAttributes(_attributes), inputs, outputs, opset);
        node.CheckTypes();
        op.Infer(new ShapeContext(node));
        Tensor[] results = op.Compute(node, _inputs, new CutControl(maxBytes, throwIfStopped ?? (() => { })));
        Assert.Equal(_outputs, results.Length);
        for (int i = 0; i < results.Length; i++)
        {
            Assert.Equal(outputs[i].Type, results[i].ElementType);
            if (outputs[i].Shape.Dimensions is { } declared)
                Assert.True(
                    declared.Count == results[i].Shape.Rank
                        && declared.Zip(results[i].Shape).All(d => d.First.Value is null || d.First.Value == d.Second),
                    $"output {i} has the shape {results[i].Shape}, which is not {outputs[i].Shape}.");
        }

        return results;
    }

    /// <summary>Compares with ONNX Runtime, alone and in a model.</summary>
    public void Check()
    {
        var builder = new OnnxModelBuilder(opset);
        Tensor[] results = Compute();
        for (int i = 0; i < _inputs.Count; i++)
        {
            if (_inputs[i] is { } tensor)
                builder.Input($"in{i}", tensor.ElementType, [.. tensor.Shape.Select(d => (Dimension)d)]);
        }

        builder.Node(
            operation, [.. _inputs.Select((tensor, i) => tensor is null ? "" : $"in{i}")], [.. results.Select((_, i) => $"out{i}")],
            [.. _attributes.Select(a => (a.Key, a.Value))]);
        for (int i = 0; i < results.Length; i++)
            builder.Output($"out{i}", results[i].ElementType);
        byte[] model = builder.Build();
        Tensor[] inputs = [.. _inputs.OfType<Tensor>()];
        Tensor[] expected = OnnxRuntimeOracle.Run(model, inputs);
        ModelCheck.Equal(expected, results, Tolerance.Exact, operation);
        ModelCheck.Agrees(TestEngines.Best, model, inputs, expected, Tolerance.Exact);
    }
}
