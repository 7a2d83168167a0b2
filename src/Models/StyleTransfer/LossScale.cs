namespace Fovea.Models.StyleTransfer;

/// <summary>What the weights of a style transfer count.</summary>
public enum LossScale
{
    /// <summary>Means of squared differences; variation is the mean of absolute differences of neighbours.</summary>
    Mean,

    /// <summary>Sums of squared differences, of neighbours too.</summary>
    Sum,

    /// <summary>
    /// Means of squared differences, divided by the mean square of the target, so that weights do not depend on the units of the network;
    /// variation is the mean of squared differences of neighbours.
    /// </summary>
    Relative,
}
