using Fovea.Inference.Memory;
using Fovea.Kernels;
using Fovea.Kernels.Layout;
using Fovea.Kernels.Lines;

namespace Fovea.Inference.Steps;

/// <summary>Selections, running sums and norms along an axis of a plain tensor; each line is computed by one thread.</summary>
internal sealed class LineStep : Step
{
    private readonly LineKind _kind;
    private readonly View _input;
    private readonly View? _values;
    private readonly View? _indices;
    private readonly long _extent;
    private readonly long _inner;
    private readonly long _lines;
    private readonly long _results;

    /// <param name="kind">What is computed.</param>
    /// <param name="input">The operand, plain.</param>
    /// <param name="axis">The axis along which the lines lie.</param>
    /// <param name="values">The resulting elements, plain; null if there are none.</param>
    /// <param name="indices">The resulting positions, plain; null if there are none.</param>
    /// <param name="results">Results per line.</param>
    public LineStep(LineKind kind, View input, int axis, View? values, View? indices, long results)
    {
        _kind = kind;
        _input = input;
        _values = values;
        _indices = indices;
        _results = results;
        _extent = input.Shape[axis];
        _inner = input.Shape.Skip(axis + 1).Aggregate(1L, (a, b) => a * b);
        _lines = input.Shape.Take(axis).Aggregate(_inner, (a, b) => a * b);
        Reads = [input];
        Writes = [.. new[] { values, indices }.OfType<View>()];
    }

    /// <summary>Of equal extremes, take the last (positions only).</summary>
    public bool TakeLast { get; init; }

    /// <summary>Leave each element out of its own running sum.</summary>
    public bool Exclusive { get; init; }

    /// <summary>Run from the end.</summary>
    public bool Reverse { get; init; }

    public override string Kernel => $"{_kind} {_lines}x{_extent}";

    public override IReadOnlyList<View> Reads { get; }

    public override IReadOnlyList<View> Writes { get; }

    public override long ScratchBytes => IsSelection ? _results * sizeof(long) : 0;

    public override double Cost => _lines * (_extent + (IsSelection ? (double)_results : 0))
        * (IsSelection ? 2 + Math.Log2(_results + 1) : 2);

    private bool IsSelection => _kind is LineKind.Largest or LineKind.Smallest;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        (long first, long last) = Partition.Of(_lines, part, parts);
        var arguments = new LineArguments
        {
            X = run.Address(_input),
            Y = _values is null ? null : run.Address(_values),
            Indices = _indices is null ? null : run.Elements<long>(_indices),
            Extent = _extent,
            Inner = _inner,
            Results = _results,
            FirstLine = first,
            LastLine = last,
            Scratch = ScratchBytes > 0 ? (long*)run.Scratch(this) : null,
        };
        KernelFamily kernels = run.Kernels.Of(_input.Type);
        switch (_kind)
        {
            case LineKind.LargestIndex or LineKind.SmallestIndex:
                kernels.ExtremeIndex(_kind == LineKind.LargestIndex, TakeLast, in arguments);
                break;
            case LineKind.Largest or LineKind.Smallest:
                kernels.Select(_kind == LineKind.Largest, in arguments);
                break;
            case LineKind.Sums or LineKind.Products:
                kernels.Cumulate(_kind == LineKind.Products, Exclusive, Reverse, in arguments);
                break;
            default:
                kernels.Norm(_kind == LineKind.NormOfSquares, in arguments);
                break;
        }
    }
}
