using Fovea.Kernels;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Steps;

/// <summary>One block of updates of a scatter: it replaces what is there, or is combined with it.</summary>
internal static unsafe class ScatterBlock
{
    /// <param name="kernels">The kernels of the element type.</param>
    /// <param name="reduction">How to combine; null to replace.</param>
    /// <param name="from">The update.</param>
    /// <param name="to">Where it goes.</param>
    /// <param name="count">Elements of the block.</param>
    /// <param name="size">Bytes of an element.</param>
    public static void Write(KernelFamily kernels, BinaryKind? reduction, byte* from, byte* to, long count, int size)
    {
        if (reduction is null)
        {
            ElementMove.Copy(from, to, count * size);
            return;
        }

        var arguments = new BinaryArguments
        {
            A = to,
            B = from,
            Y = to,
            AColumn = 1,
            BColumn = 1,
            Rows = 1,
            Columns = count,
            Min = float.NegativeInfinity,
            Max = float.PositiveInfinity,
        };
        kernels.Binary(reduction.Value, in arguments);
    }
}
