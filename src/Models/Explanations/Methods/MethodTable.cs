namespace Fovea.Models.Explanations.Methods;

/// <summary>The methods of explanation that there are.</summary>
public static class MethodTable
{
    /// <summary>All methods; the first is the one that answers where none is asked for.</summary>
    public static IReadOnlyList<ExplanationMethod> All { get; } =
    [
        new GradCam(),
        new GradCamPlusPlus(),
        new LayerCam(),
        new Saliency(),
        new SmoothGrad(),
        new IntegratedGradients(),
        new GuidedBackprop(),
        new GuidedGradCam(),
        new Occlusion(),
    ];

    /// <summary>Finds a method by its name, in any case; null where there is none.</summary>
    public static ExplanationMethod? Find(string name) =>
        All.FirstOrDefault(method => method.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
