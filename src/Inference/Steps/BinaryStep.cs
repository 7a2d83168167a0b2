using Fovea.Inference.Graphs;
using Fovea.Inference.Memory;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Steps;

/// <summary>An element-wise function of two operands of one type, with broadcasting and, for floats, bounds on the result.</summary>
internal sealed class BinaryStep : PairStep
{
    private readonly BinaryKind _kind;
    private readonly ElementType _type;
    private readonly Activation? _bounds;

    /// <param name="kind">The function.</param>
    /// <param name="a">The left operand, expanded to the output's shape.</param>
    /// <param name="b">The right operand, expanded to the output's shape.</param>
    /// <param name="output">The result.</param>
    /// <param name="bounds">A Clip of the result, or null.</param>
    /// <exception cref="ArgumentException">The views differ in element type, or there are bounds and the type is not Float32.</exception>
    public BinaryStep(BinaryKind kind, View a, View b, View output, Activation? bounds)
        : base(a, b, output)
    {
        if (a.Type != output.Type || b.Type != output.Type)
            throw new ArgumentException($"{kind} of {a.Type} and {b.Type} does not give {output.Type}.", nameof(output));
        if (bounds is not null && output.Type != ElementType.Float32)
            throw new ArgumentException($"There are no bounds on {output.Type}.", nameof(bounds));
        _kind = kind;
        _type = output.Type;
        _bounds = bounds;
    }

    public override string Kernel =>
        _type != ElementType.Float32 ? $"{_kind} {_type}" : _bounds is null ? $"{_kind}" : $"{_kind} {_bounds}";

    public override double Cost => _type != ElementType.Float32 ? Loop.Elements
        : _kind is BinaryKind.Pow or BinaryKind.Mod or BinaryKind.Fmod ? Loop.Elements * 4.0 : Loop.Elements / 4.0;

    /// <exception cref="InvalidInputException">An integer quotient is not defined. The processor's trap is caught, which saves checking all
    /// divisors first.</exception>
    public override void Execute(in RunContext run, int part, int parts)
    {
        try
        {
            base.Execute(in run, part, parts);
        }
        catch (ArithmeticException error) when (!_type.IsFloat())
        {
            string what = error is DivideByZeroException ? "division by zero" : $"a quotient is outside the range of {_type}";
            throw new InvalidInputException($"{what}.", error);
        }
    }

    protected override unsafe void Call(in RunContext run, ref BinaryArguments arguments)
    {
        if (_bounds is not null)
            (arguments.Min, arguments.Max) = (_bounds.Min, _bounds.Max);
        run.Kernels.Of(_type).Binary(_kind, in arguments);
    }
}
