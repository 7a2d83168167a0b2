using Fovea.Inference.Memory;
using Fovea.Kernels.Layout;

namespace Fovea.Inference.Steps;

/// <summary>
/// Reverses the first elements of each sequence. One of the two leading axes is the batch, the other one time; everything behind them is a
/// block that moves as a whole.
/// </summary>
internal sealed class ReverseSequenceStep(View input, View lengths, View output, bool batchFirst) : Step
{
    private readonly long _outer = input.Shape[0];
    private readonly long _inner = input.Shape[1];
    private readonly long _block = input.Shape.Skip(2).Aggregate(1L, (a, b) => a * b);

    public override string Kernel => $"reverse sequences {_outer}x{_inner}x{_block}";

    public override IReadOnlyList<View> Reads { get; } = [input, lengths];

    public override IReadOnlyList<View> Writes { get; } = [output];

    public override double Cost => _outer * _inner * (4.0 + (_block / 4.0));

    /// <exception cref="InvalidInputException">A length is negative or longer than the time.</exception>
    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        (long first, long last) = Partition.Of(_outer * _inner, part, parts);
        long* given = run.Elements<long>(lengths);
        long bytes = _block * input.Type.SizeInBytes();
        long times = batchFirst ? _inner : _outer;
        for (long position = first; position < last; position++)
        {
            long outer = position / _inner;
            long inner = position % _inner;
            (long image, long time) = batchFirst ? (outer, inner) : (inner, outer);
            long length = given[image];
            if (length < 0 || length > times)
                throw new InvalidInputException($"the sequence {image} has the length {length}; expected 0 to {times}.");
            long source = time < length ? length - 1 - time : time;
            long from = batchFirst ? (outer * _inner) + source : (source * _inner) + inner;
            ElementMove.Copy(run.Address(input) + (from * bytes), run.Address(output) + (position * bytes), bytes);
        }
    }
}
