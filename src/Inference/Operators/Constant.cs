using Fovea.Inference.Graphs;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Constant: a tensor, or since opset 12 a number or a list of numbers, given as an attribute.</summary>
internal sealed class Constant : Operator
{
    public override string Name => "Constant";

    public override string Limits => "value, value_float(s), value_int(s); no strings or sparse tensors";

    public override (int Min, int Max) Inputs => (0, 0);

    public override void Infer(ShapeContext context)
    {
        ConstantData tensor = Read(context.Node);
        context.Set(0, tensor.ElementType, SymbolicShape.Of(tensor.Shape));
        context.Node.Outputs[0].Constant = tensor;
    }

    private static ConstantData Read(Node node)
    {
        NodeAttributes attributes = node.Attributes;
        if (attributes.Tensor("value") is { } tensor)
            return tensor;
        if (attributes.FloatOrNull("value_float") is { } number)
            return MemoryConstant.From<float>(Shape.Scalar, [number]);
        if (attributes.IntOrNull("value_int") is { } integer)
            return MemoryConstant.From<long>(Shape.Scalar, [integer]);
        if (attributes.Floats("value_floats") is { } numbers)
            return MemoryConstant.From<float>(new Shape(numbers.Length), numbers);
        if (attributes.Ints("value_ints") is { } integers)
            return MemoryConstant.From<long>(new Shape(integers.Length), integers);
        throw node.Unsupported(
            $"has none of the supported values (value, value_float(s), value_int(s)); found {string.Join(", ", attributes.Values.Keys)}");
    }
}
