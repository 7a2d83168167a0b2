using Fovea.Inference.Graphs;
using Fovea.Inference.Memory;
using Fovea.Kernels;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Steps;

/// <summary>An element-wise function of two operands of one type, with broadcasting and, for floats, bounds on the result.</summary>
internal sealed class BinaryStep : Step
{
    private readonly ElementwiseLoop _loop;
    private readonly BinaryKind _kind;
    private readonly View _a;
    private readonly View _b;
    private readonly View _output;
    private readonly Activation? _bounds;
    private readonly int _size;

    /// <param name="kind">The function.</param>
    /// <param name="a">The left operand, expanded to the output's shape.</param>
    /// <param name="b">The right operand, expanded to the output's shape.</param>
    /// <param name="output">The result.</param>
    /// <param name="bounds">A Clip of the result, or null.</param>
    /// <exception cref="ArgumentException">The views differ in element type, or there are bounds and the type is not Float32.</exception>
    public BinaryStep(BinaryKind kind, View a, View b, View output, Activation? bounds)
    {
        if (a.Type != output.Type || b.Type != output.Type)
            throw new ArgumentException($"{kind} of {a.Type} and {b.Type} does not give {output.Type}.", nameof(output));
        if (bounds is not null && output.Type != ElementType.Float32)
            throw new ArgumentException($"There are no bounds on {output.Type}.", nameof(bounds));
        _loop = new ElementwiseLoop(output.Shape, output, a, b);
        _kind = kind;
        _a = a;
        _b = b;
        _output = output;
        _bounds = bounds;
        _size = output.Type.SizeInBytes();
        Reads = [a, b];
        Writes = [output];
    }

    public override string Kernel =>
        _output.Type != ElementType.Float32 ? $"{_kind} {_output.Type}" : _bounds is null ? $"{_kind}" : $"{_kind} {_bounds}";

    public override IReadOnlyList<View> Reads { get; }

    public override IReadOnlyList<View> Writes { get; }

    public override double Cost =>
        _output.Type != ElementType.Float32 ? _loop.Elements : _kind == BinaryKind.Pow ? _loop.Elements * 4.0 : _loop.Elements / 4.0;

    /// <summary>Whether the kernel supports these strides: columns are contiguous, or an operand's column is repeated.</summary>
    public bool IsWalkable => _loop.ColumnStride(0) is 1 && IsColumn(1) && IsColumn(2);

    /// <exception cref="InvalidInputException">An integer quotient is not defined. The processor's trap is caught, which saves checking all
    /// divisors first.</exception>
    public override void Execute(in RunContext run, int part, int parts)
    {
        try
        {
            Walk(in run, part, parts);
        }
        catch (ArithmeticException error) when (_kind == BinaryKind.Div && _output.Type is not (ElementType.Float32 or ElementType.Float64))
        {
            string what = error is DivideByZeroException ? "division by zero" : $"a quotient is outside the range of {_output.Type}";
            throw new InvalidInputException($"{what}.", error);
        }
    }

    private unsafe void Walk(in RunContext run, int part, int parts)
    {
        (long firstBlock, long lastBlock) = _loop.Blocks(part, parts);
        (long firstRow, long lastRow) = _loop.Rows(part, parts);
        KernelFamily kernels = run.Kernels.Of(_output.Type);
        byte* y = run.Address(_output);
        byte* a = run.Address(_a);
        byte* b = run.Address(_b);
        for (long block = firstBlock; block < lastBlock; block++)
        {
            var arguments = new BinaryArguments
            {
                Y = y + ((_loop.Offset(0, block) + (firstRow * _loop.RowStride(0))) * _size),
                A = a + ((_loop.Offset(1, block) + (firstRow * _loop.RowStride(1))) * _size),
                B = b + ((_loop.Offset(2, block) + (firstRow * _loop.RowStride(2))) * _size),
                YRow = _loop.RowStride(0),
                ARow = _loop.RowStride(1),
                BRow = _loop.RowStride(2),
                AColumn = _loop.ColumnStride(1),
                BColumn = _loop.ColumnStride(2),
                Rows = lastRow - firstRow,
                Columns = _loop.Columns,
                Min = _bounds?.Min ?? float.NegativeInfinity,
                Max = _bounds?.Max ?? float.PositiveInfinity,
            };
            kernels.Binary(_kind, in arguments);
        }
    }

    private bool IsColumn(int operand) => _loop.ColumnStride(operand) is 0 or 1 || _loop.Columns == 1;
}
