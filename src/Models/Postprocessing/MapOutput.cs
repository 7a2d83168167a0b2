namespace Fovea.Models.Postprocessing;

/// <summary>The output of a network that gives each pixel one value: [N,1,H,W], [N,H,W], or [N,H,W,1].</summary>
/// <param name="RowAxis">The axis of the rows; that of the columns follows it.</param>
/// <param name="Height">The rows.</param>
/// <param name="Width">The columns.</param>
internal sealed record MapOutput(int RowAxis, int Height, int Width)
{
    /// <summary>Reads the shape of an output; null where it is no such map.</summary>
    /// <param name="shape">The shape, with the batch.</param>
    public static MapOutput? Find(IReadOnlyList<long> shape)
    {
        int row = shape switch
        {
            [_, _, _] => 1,
            [_, 1, _, _] => 2,
            [_, _, _, 1] => 1,
            _ => 0,
        };
        return row > 0 && shape[row] is > 0 and <= int.MaxValue && shape[row + 1] is > 0 and <= int.MaxValue
            ? new MapOutput(row, (int)shape[row], (int)shape[row + 1])
            : null;
    }

    /// <summary>Whether it has a cell for each pixel of an input.</summary>
    public bool IsWhole((int Width, int Height) input) => (Width, Height) == input;
}
