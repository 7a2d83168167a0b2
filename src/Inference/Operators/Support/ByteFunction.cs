using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators.Support;

/// <summary>
/// An element-wise function of quantised bytes, or only another scale, as a table of 256 bytes: what a pass makes of DequantizeLinear, the
/// function and QuantizeLinear. Inputs: the bytes, their scale and zero point, those of the result; all but the first are constants.
/// </summary>
internal sealed class ByteFunction(Activation function) : Operator, ILowering
{
    public override string Name => "ByteFunction";

    public override (int Min, int Max) Inputs => (5, 5);

    /// <summary>The node that takes the place of an island; null if its input is made of anything but bytes.</summary>
    public static Node? Of(IntegerIsland island, QuantizedValue? input, Activation? function) =>
        input is { IsOfBytes: true, HasOneScale: true } && function is not null && island.Activation is null
            ? island.Replacement(
                new ByteFunction(function), 1, NodeAttributes.None, input.Integers, input.Scale, input.Zero, island.Output.Scale,
                island.OutputZero)
            : null;

    /// <summary>
    /// The same node on integers, for operators that choose among the elements of input 0; a table gives them another scale, on the side
    /// where they are fewer. Null if they are no bytes.
    /// </summary>
    public static Node? Chosen(IntegerIsland island)
    {
        if (island.Same(operands: 1) is { } same)
            return same;
        Node node = island.Node;
        if (island.Activation is not null || island.Bytes(0) is not { } x || x.Integers.Type is not { } type)
            return null;
        var table = new ByteFunction(new Activation(UnaryKind.Identity));
        SymbolicShape shape = node.Outputs[0].Shape;
        bool shrinks = shape.IsKnown && x.Integers.Shape.IsKnown
            && shape.ToShape().ElementCount < x.Integers.KnownShape.ElementCount;
        if (shrinks)
        {
            Value chosen = island.Before(
                node.Operator, node.Opset, node.Attributes, type, shape, [x.Integers, .. node.Inputs.Skip(1)]);
            return island.Replacement(
                table, 1, NodeAttributes.None, chosen, x.Scale, x.Zero, island.Output.Scale, island.OutputZero);
        }

        Value rescaled = island.Before(
            table, 1, NodeAttributes.None, island.Output.Integers.Type!.Value, x.Integers.Shape, x.Integers, x.Scale, x.Zero,
            island.Output.Scale, island.OutputZero);
        return island.Replacement(node.Operator, node.Opset, node.Attributes, [rescaled, .. node.Inputs.Skip(1)]);
    }

    // The result has the type that QuantizeLinear gave it.
    public override void Infer(ShapeContext context) =>
        context.Set(0, context.Node.Outputs[0].Type ?? context.Type(0), context.Shape(0));

    public override bool KeepsImagesApart(Node node) => true;

    public void Lower(LoweringContext context)
    {
        View input = context.DenseInput(0);
        Emit(
            context, function, input, new Quantization(context.Node, 1, 2).One!.Value, context.OutputLike(input),
            new Quantization(context.Node, 3, 4).One!.Value);
    }

    /// <summary>Emits a function of bytes, as a table.</summary>
    public static void Emit(LoweringContext context, Activation function, View input, ByteScale from, View output, ByteScale to)
    {
        byte[] table = QuantizedTable.Of(context.Kernels, function, input.Type, from, output.Type, to);
        context.Emit(new LookupStep(
            $"{input.Type} {function} to {output.Type}", input, output,
            context.Constants.Plain(new MemoryConstant(Tensor.From<byte>(new Shape(table.Length), table), isPlanSpecific: true))));
    }

    /// <summary>Applies the activation that fusion attached to the node to its result, whose scale and zero point are constants.</summary>
    public static void EmitActivation(LoweringContext context, int scale, int zero)
    {
        if (context.Node.Activation is not { } activation)
            return;
        ByteScale own = new Quantization(context.Node, scale, zero).One!.Value;
        View result = context.ViewOf(context.Node.Outputs[0]);
        Emit(context, activation, result, own, result, own);
    }
}
