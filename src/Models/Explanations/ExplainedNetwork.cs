using Fovea.Models.Preprocessing;

namespace Fovea.Models.Explanations;

/// <summary>What a method of explanation is given: the picture, what it is told, and runs of the network.</summary>
/// <param name="runs">Runs the network.</param>
/// <param name="spec">How the picture was pre-processed.</param>
/// <param name="image">The network's input.</param>
/// <param name="settings">What the method is told.</param>
/// <param name="share">Does the work.</param>
internal sealed class ExplainedNetwork(
    NetworkRuns runs, PreprocessingSpec spec, float[] image, ExplanationSettings settings, WorkShare share)
{
    /// <summary>How the picture was pre-processed.</summary>
    public PreprocessingSpec Spec => spec;

    /// <summary>The network's input.</summary>
    public float[] Image => image;

    /// <summary>What the method is told.</summary>
    public ExplanationSettings Settings => settings;

    /// <summary>The number that is explained, of the picture itself, as soon as a run has computed it.</summary>
    public float? Score { get; private set; }

    /// <summary>
    /// Does a piece of work, of one run or a few: others may be served before the next one. A piece that gives way to others is done again.
    /// </summary>
    public Task<T> StepAsync<T>(Func<NetworkRuns, T> step) => share.DoAsync((threads, cancellation) =>
    {
        (runs.Threads, runs.Cancellation) = (threads, cancellation);
        return step(runs);
    });

    /// <summary>The number that is explained, of the picture itself.</summary>
    public async Task<float> ScoreAsync() => (Score ??= await StepAsync(network => network.Score(image)).ConfigureAwait(false));

    /// <summary>How the number grows with each value of the layer.</summary>
    public async Task<LayerGradient> GradientOfLayerAsync()
    {
        (float score, LayerGradient layer) = await StepAsync(network => network.GradientOfLayer(image)).ConfigureAwait(false);
        Score = score;
        return layer;
    }

    /// <summary>How the number grows with each value of the picture.</summary>
    public async Task<float[]> InputGradientAsync(Inference.GradientRule rule = Inference.GradientRule.Derivative)
    {
        (float score, float[] gradient) = await StepAsync(network => network.InputGradient(image, rule)).ConfigureAwait(false);
        Score = score;
        return gradient;
    }
}
