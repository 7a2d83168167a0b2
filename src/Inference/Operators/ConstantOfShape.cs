using System.Buffers.Binary;
using Fovea.Inference.Graphs;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators;

/// <summary>ONNX ConstantOfShape: a tensor of the given shape filled with one value (0f by default).</summary>
internal sealed class ConstantOfShape : Operator
{
    public override string Name => "ConstantOfShape";

    public override int Since => 9;

    public override string Limits => "a value of any type; the shape may be computed";

    public override bool NeedsElements(int input) => true;

    public override void Infer(ShapeContext context)
    {
        ConstantData? value = context.Attributes.Tensor("value");
        if (value is not null && value.Shape.ElementCount != 1)
            throw context.Node.Invalid($"its value is {value}; expected one element");
        context.Set(0, value?.ElementType ?? ElementType.Float32, context.Contents(0));
    }

    public override WindowRule Window(Node node) => WindowRule.None;

    public override bool FoldsWithoutMemory(Node node) => Bytes(node) >= FilledConstant.LeastBytes;

    public override ConstantData? Fold(Node node)
    {
        Shape shape = node.Outputs[0].KnownShape;
        Tensor? value = node.Attributes.Tensor("value")?.ReadAll();
        int size = node.Outputs[0].Type!.Value.SizeInBytes();
        if (shape.ElementCount * size > Array.MaxLength)
            throw node.Invalid($"its result of shape {shape} takes more than {Array.MaxLength} bytes");
        if (FoldsWithoutMemory(node))
        {
            Span<byte> bits = stackalloc byte[sizeof(ulong)];
            bits.Clear();
            value?.Bytes.Span.CopyTo(bits);
            return new FilledConstant(node.Outputs[0].Type!.Value, shape, BinaryPrimitives.ReadUInt64LittleEndian(bits));
        }

        var tensor = new Tensor(node.Outputs[0].Type!.Value, shape);
        if (value is not null && value.Bytes.Span.ContainsAnyExcept((byte)0))
        {
            for (int i = 0; i < tensor.Bytes.Length; i += size)
                value.Bytes.Span.CopyTo(tensor.Bytes.Span[i..]);
        }

        return new MemoryConstant(tensor);
    }

    private static long Bytes(Node node) => node.Outputs[0].KnownShape.ElementCount * node.Outputs[0].Type!.Value.SizeInBytes();
}
