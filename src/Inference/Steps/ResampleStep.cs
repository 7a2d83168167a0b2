using Fovea.Inference.Memory;
using Fovea.Kernels.Layout;
using Fovea.Kernels.Resampling;

namespace Fovea.Inference.Steps;

/// <summary>Resizes one axis by weighted sums of its elements.</summary>
internal sealed class ResampleStep : Step
{
    private readonly View _input;
    private readonly View _output;
    private readonly int _axis;
    private readonly PlanBuffer _elements;
    private readonly PlanBuffer _weights;
    private readonly int _taps;
    private readonly double _outside;
    private readonly StridedLoop _loop;
    private readonly long _blocks;

    /// <param name="input">Float32 or Float64.</param>
    /// <param name="output">The same shape, except for the axis.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="elements">For each position its first element and the number of its weights.</param>
    /// <param name="weights">The weights, of the input's type.</param>
    /// <param name="taps">Weights per position in memory.</param>
    /// <param name="outside">The value of positions outside.</param>
    public ResampleStep(View input, View output, int axis, PlanBuffer elements, PlanBuffer weights, int taps, double outside)
    {
        _input = input;
        _output = output;
        _axis = axis;
        _elements = elements;
        _weights = weights;
        _taps = taps;
        _outside = outside;
        Shape beside = output.Shape.With(axis, 1);
        _loop = new StridedLoop(beside.Dimensions, output.Strides, input.Strides);
        _blocks = _loop.Elements == 0 ? 0 : _loop.Elements / _loop.Extents[^1];
    }

    public override string Kernel => $"resample axis {_axis} from {_input.Shape[_axis]} to {_output.Shape[_axis]}";

    public override IReadOnlyList<View> Reads => [_input];

    public override IReadOnlyList<View> Writes => [_output];

    public override IReadOnlyList<PlanBuffer> PackedReads => [_elements, _weights];

    public override double Cost => _output.Shape.ElementCount * (double)Math.Min(_taps, 8) / (_output.Type == ElementType.Float32 ? 4 : 1);

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        long positions = _output.Shape[_axis];
        int size = _output.Type.SizeInBytes();
        byte* x = run.Address(_input);
        byte* y = run.Address(_output);
        (long first, long last) = Partition.Of(_blocks * positions, part, parts);
        while (first < last)
        {
            long block = first / positions;
            long from = first - (block * positions);
            long to = Math.Min(positions, last - (block * positions));
            (long yOffset, long xOffset) = Offsets(block);
            var arguments = new ResampleArguments
            {
                X = x + (xOffset * size),
                Y = y + (yOffset * size),
                Elements = run.Elements<long>(_elements),
                Weights = _output.Type == ElementType.Float32 ? run.Elements<float>(_weights) : run.Elements<double>(_weights),
                Taps = _taps,
                First = from,
                Last = to,
                XAxis = _input.Strides[_axis],
                YAxis = _output.Strides[_axis],
                Columns = _loop.Extents[^1],
                XColumn = _loop.Strides[1][^1],
                YColumn = _loop.Strides[0][^1],
                Outside = _outside,
            };
            run.Kernels.Of(_output.Type).Resample(in arguments);
            first += to - from;
        }
    }

    private (long Y, long X) Offsets(long block)
    {
        long y = 0;
        long x = 0;
        for (int i = _loop.Extents.Length - 2; i >= 0; i--)
        {
            long index = block % _loop.Extents[i];
            block /= _loop.Extents[i];
            y += index * _loop.Strides[0][i];
            x += index * _loop.Strides[1][i];
        }

        return (y, x);
    }
}
