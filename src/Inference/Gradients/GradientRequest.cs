namespace Fovea.Inference.Gradients;

/// <summary>Which gradients a plan computes.</summary>
/// <param name="Of">The values that are differentiated, times their seeds; those of the terms if there are some.</param>
/// <param name="WithRespectTo">The values for which the gradients are.</param>
/// <param name="Rule">What operators let back.</param>
internal sealed record GradientRequest(string[] Of, string[] WithRespectTo, GradientRule Rule = GradientRule.Derivative)
{
    /// <summary>The terms of a loss, whose weighted sum is differentiated; null where each value has a seed.</summary>
    public LossTerm[]? Terms { get; init; }

    /// <summary>Whether only what the terms compare is computed: no loss, and no gradient.</summary>
    public bool OnlyStatistics { get; init; }

    /// <summary>The most bytes of activations that the plan is to take; null for those of the engine.</summary>
    public long? MaxBytes { get; init; }

    /// <summary>The request without what it is about: the kinds of its terms.</summary>
    public IEnumerable<string> Kinds =>
        Terms is null ? [] : [OnlyStatistics ? "statistics" : "losses", .. Terms.Select(term => term.Statistic.ToString())];
}
