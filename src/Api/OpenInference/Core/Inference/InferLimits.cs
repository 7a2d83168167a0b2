namespace Fovea.Api.OpenInference.Core.Inference;

/// <summary>How much one request to infer may name, and may have written out: more than any model has, and than is useful.</summary>
internal static class InferLimits
{
    /// <summary>The most inputs, and the most outputs asked for: as many as a served graph may have.</summary>
    public const int MaxTensors = 4096;

    /// <summary>The most classes of one output of an answer, all rows together.</summary>
    public const int MaxClasses = 1 << 18;

    /// <summary>The most elements of the outputs that one answer has as text.</summary>
    public const int MaxTextElements = 1 << 24;
}
