namespace Fovea.Inference.Weights;

/// <summary>How weights of bytes are laid out before they are packed.</summary>
internal enum BytePanelOrder
{
    /// <summary>[group, column, channel, tap]: the filters of a convolution, or the rows of a transposed matrix.</summary>
    Filters,

    /// <summary>[channel, column]: a matrix, the right operand of a product.</summary>
    Rows,
}
