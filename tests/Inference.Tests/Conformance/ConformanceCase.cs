using Fovea.Inference.Onnx.Schema;
using Fovea.Inference.Tests.Support;
using Google.Protobuf;

namespace Fovea.Inference.Tests.Conformance;

/// <summary>
/// A case of the suite in the form in which trained networks come: parameters are initialisers, not inputs of the graph, and the
/// operator set is one that Fovea reads.
/// </summary>
internal sealed record ConformanceCase(byte[] Model, Tensor[] Inputs, Tensor[] Outputs)
{
    private const long FirstOpset = 7;

    /// <summary>Operators whose operands from the second on are parameters; the suite gives them at run time.</summary>
    private static readonly HashSet<string> WithParameters =
    [
        "BatchNormalization",
        "Clip",
        "Conv",
        "ConvTranspose",
        "InstanceNormalization",
        "Pad",
        "ReduceMax",
        "ReduceMean",
        "ReduceSum",
        "Reshape",
        "Slice",
        "Split",
        "Squeeze",
        "Unsqueeze",
    ];

    /// <summary>Operators whose meaning opset 7 changed; all others of opset 6 mean the same in opset 7.</summary>
    private static readonly HashSet<string> ChangedByOpset7 =
    [
        "Add", "And", "BatchNormalization", "Div", "Dropout", "Equal", "Gemm", "Greater", "Less", "Mul", "Or", "PRelu", "Pow", "Sub",
        "Upsample",
    ];

    /// <exception cref="Xunit.Sdk.SkipException">The case is of an operator set before the first that Fovea reads.</exception>
    public static ConformanceCase Read(string folder, string[] operators)
    {
        ModelProto model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(folder, "model.onnx")));
        OperatorSetIdProto opset = model.OpsetImport.First(o => o.Domain.Length == 0);
        if (opset.Version < FirstOpset)
        {
            string[] changed = [.. operators.Where(ChangedByOpset7.Contains)];
            Assert.SkipWhen(
                opset.Version < FirstOpset - 1
                || changed.Length > 0, $"Opset {opset.Version}: opset 7 changed {string.Join(", ", changed)}.");
            opset.Version = FirstOpset;
        }

        Tensor[] inputs = Tensors(folder, "input");
        int given = operators.Contains("ConstantOfShape") && operators.Length == 1
            ? 0
            : operators.Any(WithParameters.Contains) ? 1 : inputs.Length;
        Embed(model.Graph, inputs, given);
        return new ConformanceCase(model.ToByteArray(), inputs[..Math.Min(given, inputs.Length)], Tensors(folder, "output"));
    }

    private static void Embed(GraphProto graph, Tensor[] inputs, int given)
    {
        ValueInfoProto[] declared = [.. graph.Input.Where(i => !graph.Initializer.Any(w => w.Name == i.Name))];
        for (int i = given; i < declared.Length; i++)
        {
            graph.Input.Remove(declared[i]);
            graph.Initializer.Add(OnnxTensors.Write(declared[i].Name, inputs[i]));
        }
    }

    private static Tensor[] Tensors(string folder, string kind)
    {
        string data = Path.Combine(folder, "test_data_set_0");
        int count = Directory.GetFiles(data, $"{kind}_*.pb").Length;
        return [.. Enumerable.Range(0, count).Select(i => OnnxTensors.ReadFile(Path.Combine(data, $"{kind}_{i}.pb")))];
    }
}
