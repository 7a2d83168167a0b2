namespace Fovea.Inference;

/// <summary>A term of a loss: how far something of a layer is from a target, as the mean of the squared differences.</summary>
/// <param name="Of">The value or node name of a layer, or an output, of Float32.</param>
/// <param name="Statistic">What of the layer is compared.</param>
public sealed record LossTerm(string Of, LossStatistic Statistic);
