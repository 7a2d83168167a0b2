namespace Fovea.Models.Tests.Explanations;

/// <summary>Trained networks, each loaded when a test of a class first asks for it.</summary>
public sealed class TrainedModels : IDisposable
{
    private readonly Lazy<TrainedModel> _mobileNet = new(() => TrainedModel.MobileNet128());
    private readonly Lazy<TrainedModel> _randomized = new(() => TrainedModel.MobileNet128(model => RandomizedWeights.Of(model, 1)));
    private readonly Lazy<TrainedModel> _squeezeNet = new(TrainedModel.SqueezeNet);

    internal TrainedModel MobileNet => _mobileNet.Value;

    /// <summary>MobileNet with its weights in another order.</summary>
    internal TrainedModel Randomized => _randomized.Value;

    internal TrainedModel SqueezeNet => _squeezeNet.Value;

    public void Dispose()
    {
        foreach (Lazy<TrainedModel> model in new[] { _mobileNet, _randomized, _squeezeNet })
        {
            if (model.IsValueCreated)
                model.Value.Dispose();
        }
    }
}
