using Fovea.Kernels.Convolution;

namespace Fovea.Kernels.Winograd;

/// <summary>
/// The channels of a convolution in slices of whole vectors. A slice has the fewest groups whose inputs and outputs both fill their
/// vectors; its weights are one matrix per position, with zeros where a filter belongs to another group. Without groups, one slice has all
/// channels.
/// </summary>
/// <param name="Count">The number of slices.</param>
/// <param name="Groups">Groups of a slice.</param>
/// <param name="Inputs">Input channels of a slice.</param>
/// <param name="Outputs">Output channels of a slice.</param>
internal readonly record struct ChannelSlices(int Count, int Groups, int Inputs, int Outputs)
{
    /// <summary>The most groups of a slice. Of n groups, (n - 1) / n of the weights are zeros, which are multiplied too.</summary>
    private const int MostGroups = 4;

    /// <summary>The slices of a layer; null if its channels do not divide into whole vectors of few groups each.</summary>
    public static ChannelSlices? Of(ConvolutionShape shape, int lanes)
    {
        // The least number of groups that fill vectors divides the number of lanes, a power of two.
        for (int groups = 1; groups <= MostGroups; groups *= 2)
        {
            int inputs = groups * shape.GroupInputChannels;
            int outputs = groups * shape.GroupOutputChannels;
            if (inputs % lanes == 0 && outputs % lanes == 0)
                return shape.Groups % groups == 0 ? new ChannelSlices(shape.Groups / groups, groups, inputs, outputs) : null;
        }

        return null;
    }
}
