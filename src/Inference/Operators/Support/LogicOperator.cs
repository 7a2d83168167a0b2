using Fovea.Inference.Graphs;

namespace Fovea.Inference.Operators.Support;

/// <summary>The base of functions of two booleans.</summary>
internal abstract class LogicOperator : BitOperator
{
    public override bool Accepts(int input, ElementType type) => type == ElementType.Bool;

    public override Interval Range(RangeContext context) => Interval.Unit;
}
