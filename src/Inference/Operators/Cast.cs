using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX Cast: conversion to another element type; floats are truncated towards zero, and any value except zero becomes true.
/// </summary>
internal sealed class Cast : CastOperator
{
    private const string To = "to";

    private const long OwnOpset = 13;

    public override string Name => "Cast";

    public override string Limits => "between all types; floats are cut towards zero for integers";

    /// <summary>A node that converts a value, for passes.</summary>
    public static Node Of(Value input, Value output, ElementType type) => new(
        new Cast(), null, new NodeAttributes(new Dictionary<string, object> { [To] = (long)type }), [input], [output], OwnOpset);

    // Before opset 6 the type is written as a word.
    protected override ElementType Target(ShapeContext context)
    {
        if (context.Node.Opset < 6 && context.Attributes.Values.GetValueOrDefault(To) is string name)
            return OnnxElementTypes.Of(name);
        return OnnxElementTypes.Of(context.Attributes.IntOrNull(To) ?? throw context.Node.Invalid("has no attribute 'to'"));
    }
}
