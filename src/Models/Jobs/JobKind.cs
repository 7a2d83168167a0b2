namespace Fovea.Models.Jobs;

/// <summary>What long jobs do.</summary>
public enum JobKind
{
    /// <summary>A picture in the style of another one.</summary>
    StyleTransfer,

    /// <summary>What of a picture a number depends on.</summary>
    Explanation,

    /// <summary>The answer of a model's task.</summary>
    Prediction,
}
