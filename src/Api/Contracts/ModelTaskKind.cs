namespace Fovea.Api.Contracts;

/// <summary>What can be asked of a model.</summary>
public enum ModelTaskKind
{
    /// <summary>One image in, one score vector out: <c>/predict</c> and <c>/featuremaps</c>.</summary>
    Classification,

    /// <summary>One image in, something else out: <c>/featuremaps</c>.</summary>
    FeatureMaps,

    /// <summary>The input is no single image.</summary>
    Tensors,
}
