using Fovea.Inference.Memory;
using Fovea.Kernels.Layout;

namespace Fovea.Inference.Steps;

/// <summary>
/// The elements of matrices on one side of a diagonal, and zeros on the other. The diagonal is <paramref name="shift"/> columns above the
/// main one; null for the main one.
/// </summary>
internal sealed class TriangleStep(View input, View? shift, View output, bool upper) : Step
{
    private readonly long _rows = output.Shape[-2];
    private readonly long _columns = output.Shape[-1];

    public override string Kernel => $"{(upper ? "upper" : "lower")} triangle {output.Shape}";

    public override IReadOnlyList<View> Reads { get; } = shift is null ? [input] : [input, shift];

    public override IReadOnlyList<View> Writes { get; } = [output];

    public override double Cost => output.Shape.ElementCount / 2.0;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        (long first, long last) = Partition.Of(_columns == 0 ? 0 : output.Shape.ElementCount / _columns, part, parts);
        int size = output.Type.SizeInBytes();
        long bytes = _columns * size;
        long k = shift is null ? 0 : Math.Clamp(*run.Elements<long>(shift), -_rows - 1, _columns + 1);
        for (long row = first; row < last; row++)
        {
            byte* x = run.Address(input) + (row * bytes);
            byte* y = run.Address(output) + (row * bytes);

            // Elements before the split are below the diagonal; the diagonal itself belongs to both triangles.
            long split = Math.Clamp((row % _rows) + k + (upper ? 0 : 1), 0, _columns) * size;
            byte* kept = y + (upper ? split : 0);
            long length = upper ? bytes - split : split;
            System.Buffer.MemoryCopy(x + (kept - y), kept, length, length);
            for (byte* zero = upper ? y : y + split; zero < (upper ? y + split : y + bytes); zero++)
                *zero = 0;
        }
    }
}
