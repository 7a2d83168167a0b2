using Fovea.Models.Preprocessing;

namespace Fovea.Models.Explanations;

/// <summary>
/// A way to say which parts of a picture a value of the network depends on. A method is declared in one file and listed in
/// <see cref="Methods.MethodTable"/>. Implementations are stateless.
/// </summary>
public abstract class ExplanationMethod
{
    /// <summary>The method's name in requests, in lower case: <c>gradcam</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The method's name in its paper.</summary>
    public abstract string Title { get; }

    /// <summary>What one value of the map says, in a sentence.</summary>
    public abstract string Meaning { get; }

    /// <summary>
    /// Whether values below 0 speak against what is explained. The values of such a method are in units of the score; all others are from
    /// 0 to 1, or magnitudes.
    /// </summary>
    public abstract bool IsSigned { get; }

    /// <summary>Whether it looks at a layer, which can be chosen.</summary>
    public virtual bool ReadsLayer => false;

    /// <summary>The settings that it reads, by their names in requests.</summary>
    public virtual IReadOnlyList<string> Parameters => [];

    /// <summary>What it costs, beside the run that finds the predicted class.</summary>
    public abstract ExplanationCost Cost(ExplanationSettings settings, PreprocessingSpec spec);

    /// <summary>Computes the map.</summary>
    internal abstract Task<HeatMap> ExplainAsync(ExplainedNetwork network);
}
