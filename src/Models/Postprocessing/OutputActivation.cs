namespace Fovea.Models.Postprocessing;

/// <summary>What is applied to a model's scores to make them probabilities.</summary>
public enum OutputActivation
{
    /// <summary>The scores are used as they are.</summary>
    None,

    /// <summary>exp(x) over the sum of exp: the scores are logits of classes that exclude each other.</summary>
    Softmax,

    /// <summary>1 / (1 + exp(-x)): the scores are logits of independent classes.</summary>
    Sigmoid,
}
