using Fovea.Inference.Memory;
using Fovea.Kernels.Layout;

namespace Fovea.Inference.Steps;

/// <summary>
/// Writes updates into a cache [images, outer, positions, inner]: those of each image one behind the other from a position of its own, or
/// of 0 if <paramref name="starts"/> is null. A circular cache begins again behind its end.
/// </summary>
internal sealed class TensorScatterStep(View output, View updates, View? starts, int axis, bool circular) : Step
{
    private readonly long _images = output.Shape[0];
    private readonly long _outer = output.Shape.Take(axis).Skip(1).Aggregate(1L, (a, b) => a * b);
    private readonly long _positions = output.Shape[axis];
    private readonly long _count = updates.Shape[axis];
    private readonly long _inner = output.Shape.Skip(axis + 1).Aggregate(1L, (a, b) => a * b);

    public override string Kernel => $"scatter {_images} times {_count} of {_positions} positions";

    public override IReadOnlyList<View> Reads { get; } = starts is null ? [output, updates] : [output, updates, starts];

    public override IReadOnlyList<View> Writes { get; } = [output];

    public override double Cost => _images * _outer * _count * (4.0 + (_inner / 4.0));

    /// <exception cref="InvalidInputException">A position is outside a cache that is not circular.</exception>
    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        (long first, long last) = Partition.Of(_images * _outer, part, parts);
        long bytes = _inner * output.Type.SizeInBytes();
        for (long row = first; row < last; row++)
        {
            long start = starts is null ? 0 : run.Elements<long>(starts)[row / _outer];
            if (circular)
                start = ((start % _positions) + _positions) % _positions;
            else if (start < 0 || start > _positions - _count)
                throw new InvalidInputException($"{_count} updates from position {start} on are outside a cache of {_positions}.");
            for (long i = 0; i < _count; i++)
            {
                long position = (start + i) % _positions;
                ElementMove.Copy(
                    run.Address(updates) + (((row * _count) + i) * bytes),
                    run.Address(output) + (((row * _positions) + position) * bytes), bytes);
            }
        }
    }
}
