using Fovea.Inference.Graphs;
using Fovea.Inference.Steps;
using Fovea.Kernels;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators.Support;

/// <summary>
/// What each of 256 bytes becomes by a function of real numbers, computed with the kernels that the nodes have on their own, so that the
/// bits are the same.
/// </summary>
internal static class QuantizedTable
{
    private const int Entries = 256;

    /// <summary>The table, by the bits of the input.</summary>
    public static unsafe byte[] Of(
        KernelSet kernels, Activation function, ElementType input, ByteScale from, ElementType output, ByteScale to)
    {
        var table = new byte[Entries];
        float* numbers = stackalloc float[Entries];
        for (int i = 0; i < Entries; i++)
            numbers[i] = ((input == ElementType.Int8 ? (sbyte)i : i) - (float)from.Zero) * from.Scale;
        var arguments = new UnaryArguments
        {
            X = numbers,
            Y = numbers,
            XRow = Entries,
            YRow = Entries,
            Rows = 1,
            Columns = Entries,
            Alpha = function.Alpha,
            Beta = function.Beta,
        };
        kernels.Float32.Unary(function.Kind, in arguments);
        ByteBounds bounds = ByteBounds.Of(output, to.Zero);
        for (int i = 0; i < Entries; i++)
        {
            float scaled = numbers[i] / to.Scale;
            // NaN becomes the least, as QuantizeLinear has it.
            scaled = scaled >= bounds.Low ? MathF.Min(scaled, bounds.High) : bounds.Low;
            table[i] = unchecked((byte)((int)MathF.Round(scaled) + to.Zero));
        }

        return table;
    }
}
