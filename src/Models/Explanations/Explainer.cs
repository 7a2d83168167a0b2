using Fovea.Models.Errors;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Explanations;

/// <summary>Computes explanations.</summary>
public static class Explainer
{
    /// <summary>Computes an explanation, run by run.</summary>
    /// <param name="plan">What is asked for.</param>
    /// <param name="image">The network's input for the picture: the values of one image, in the order of the input.</param>
    /// <param name="share">Does the work.</param>
    /// <param name="mapping">How the picture was prepared, where the network takes more of it; null: it has the input's size.</param>
    /// <exception cref="ArgumentException">The picture has another number of values.</exception>
    /// <exception cref="ServingException">The network cannot be run backwards.</exception>
    /// <exception cref="Inference.InferenceException">A run failed.</exception>
    public static async Task<Explanation> ExplainAsync(
        ExplanationPlan plan, float[] image, WorkShare share, PixelMapping? mapping = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(share);
        PreprocessingSpec spec = plan.Model.Inputs.Preprocessing!.Spec;
        if (image.Length != spec.ElementCount)
            throw new ArgumentException($"A picture has {spec.ElementCount} values, not {image.Length}.", nameof(image));
        ExplanationTarget target = plan.Target;
        var runs = new NetworkRuns(plan.Model, target.Value, plan.Layer, mapping);
        var network = new ExplainedNetwork(runs, spec, image, plan.Request.Settings, share);
        float[] scores = target.IsPredicted
            ? await network.StepAsync(run => run.Values(target.Scores!, image)).ConfigureAwait(false)
            : [];
        runs.Element = target.Choose(scores);
        HeatMap map = await plan.Request.Method.ExplainAsync(network).ConfigureAwait(false);
        return new Explanation(plan, runs.Element, await network.ScoreAsync().ConfigureAwait(false), map, image);
    }
}
