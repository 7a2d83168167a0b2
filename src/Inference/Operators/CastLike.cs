using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Operators;

/// <summary>ONNX CastLike: conversion to the element type of another tensor, whose elements are not read.</summary>
internal sealed class CastLike : CastOperator
{
    public override string Name => "CastLike";

    public override int Since => 15;

    public override string Limits => "as Cast";

    public override (int Min, int Max) Inputs => (2, 2);

    public override bool ReadsTypes => true;

    protected override ElementType Target(ShapeContext context) => context.Type(1);
}
