using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX Cast: conversion to another element type; floats are truncated towards zero, and any value except zero becomes true.
/// </summary>
internal sealed class Cast : Operator, ILowering
{
    public override string Name => "Cast";

    // Conversions to integers truncate.
    public override Interval Range(RangeContext context) => context.Node.Outputs[0].Type switch
    {
        ElementType.Bool => Interval.Unit,
        { } type when type.IsFloat() => context.Input(0),
        _ => context.Input(0).Map(Math.Truncate),
    };

    public override RelativeBound? Bound(RangeContext context) =>
        context.Node.Outputs[0].Type?.IsFloat() == true ? context.KeptBound() : null;

    public override void Infer(ShapeContext context)
    {
        long code = context.Attributes.IntOrNull("to") ?? throw context.Node.Invalid("has no attribute 'to'");
        ElementType type = OnnxElementTypes.Of(code);
        context.Set(0, type, context.Shape(0));
        if (type is ElementType.Int64 or ElementType.Int32 && context.Type(0) is ElementType.Int64 or ElementType.Int32)
            context.SetContents(0, context.Contents(0));
    }

    public override bool KeepsImagesApart(Node node) => true;

    public override bool IsIdentity(Node node) => node.Required(0).Type == node.Outputs[0].Type;

    public void Lower(LoweringContext context)
    {
        View input = context.Input(0);
        ElementType type = context.Node.Outputs[0].Type!.Value;
        if (input.Type == type)
            context.Alias(input);
        else
            context.SetOutput(Emit(context, input, type));
    }

    /// <summary>A converted copy of a view, in plain order.</summary>
    public static View Emit(LoweringContext context, View input, ElementType type)
    {
        View plain = context.AsPlain(input);
        View output = LoweringContext.NewPlain(input.Shape, type);
        context.Emit(new CastStep(plain, output));
        return output;
    }
}
