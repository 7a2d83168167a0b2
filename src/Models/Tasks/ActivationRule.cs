using System.Globalization;
using Fovea.Inference;
using Fovea.Models.Packages;
using Fovea.Models.Packages.Settings;
using Fovea.Models.Postprocessing;

namespace Fovea.Models.Tasks;

/// <summary>
/// Chooses what makes probabilities of scores: what <c>fovea.json</c> sets, else none where the graph gives probabilities already, else
/// what a file says of the network's problem, else sigmoid for one score and softmax for several.
/// </summary>
public static class ActivationRule
{
    // A reason names the last of them.
    private const int ShownOperators = 8;

    private const string GraphSource = "model output";

    /// <summary>Chooses the activation.</summary>
    /// <param name="package">What the model's folder says.</param>
    /// <param name="bounds">What the graph guarantees of the scores.</param>
    /// <param name="scores">The number of scores.</param>
    public static ActivationChoice Choose(ModelPackage package, ValueBounds bounds, int scores)
    {
        ArgumentNullException.ThrowIfNull(package);
        ArgumentNullException.ThrowIfNull(bounds);
        if (package.OutputActivation is { } set)
            return new ActivationChoice(set.Value, set.Source, "It is set there.");
        if (ProbabilityBounds.Hold(bounds))
        {
            return new ActivationChoice(
                OutputActivation.None, GraphSource,
                $"The graph gives values from 0 to 1, which are used as they are: {Path(bounds.Operators)}.");
        }

        if (package.LogitActivation is { } described)
            return ByProblem(described, scores);
        if (bounds.Min >= 0 && double.IsFinite(bounds.Max))
        {
            return new ActivationChoice(
                scores == 1 ? OutputActivation.Sigmoid : OutputActivation.Softmax, "default",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The graph gives values from {bounds.Min:G3} to {bounds.Max:G3} ({Path(bounds.Operators)}), which are neither " +
                    $"probabilities nor the unbounded scores of a network."),
                Assumed: true);
        }

        return scores == 1 ? OneScore(package) : new ActivationChoice(OutputActivation.Softmax, "default", SeveralScores(bounds));
    }

    // The softmax of one score is 1, whatever it is.
    private static ActivationChoice ByProblem(Sourced<OutputActivation> described, int scores) => described.Value switch
    {
        OutputActivation.None => new ActivationChoice(
            described.Value, described.Source,
            "The network was trained for regression: its values are not probabilities, and stay as they are.")
        {
            IsProbability = false,
        },
        OutputActivation.Softmax when scores == 1 => new ActivationChoice(
            OutputActivation.Sigmoid, described.Source, "There is one score, of which the softmax would always be 1."),
        OutputActivation.Softmax => new ActivationChoice(described.Value, described.Source, "The classes exclude each other."),
        _ => new ActivationChoice(described.Value, described.Source, "The classes are independent of each other."),
    };

    private static string Path(IReadOnlyList<string> operators) =>
        $"{(operators.Count > ShownOperators ? "... -> " : "")}{string.Join(" -> ", operators.TakeLast(ShownOperators))}";

    private static ActivationChoice OneScore(ModelPackage package)
    {
        const string Reason = "There is one score without bounds, the logit of one class";
        if (package.Labels is { } labels && (labels.Count == 2 || SaysItIsOne(package)))
        {
            return new ActivationChoice(
                OutputActivation.Sigmoid, package.LabelsSource ?? "labels",
                labels.Count == 2 ? $"{Reason} of two: its sigmoid p is the second one's, 1 - p the first one's." : $"{Reason}.");
        }

        return new ActivationChoice(
            OutputActivation.Sigmoid, "default", $"{Reason}, if the network is no regression, which nothing tells.", Assumed: true);
    }

    // Hugging Face's pipelines apply sigmoid where the configuration has one label.
    private static bool SaysItIsOne(ModelPackage package) =>
        package.LabelsSource?.StartsWith("config.json", StringComparison.Ordinal) == true;

    private static string SeveralScores(ValueBounds bounds) => bounds.Max <= 0
        ? "The scores are at most 0, as logarithms of probabilities are: their softmax gives the probabilities."
        : "There are several scores without bounds, the logits of classes that exclude each other.";
}
