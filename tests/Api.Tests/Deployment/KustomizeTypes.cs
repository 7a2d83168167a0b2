namespace Fovea.Api.Tests.Deployment;

/// <summary>
/// The fields of a kustomization that are used here (kubectl.docs.kubernetes.io/references/kustomize/kustomization); any other is an error.
/// </summary>
public sealed class KustomizationFile
{
    public string? ApiVersion { get; set; }

    public string? Kind { get; set; }

    public List<string> Resources { get; set; } = [];

    public List<string> Components { get; set; } = [];

    public List<KustomizePatch> Patches { get; set; } = [];

    public List<KustomizeImage> Images { get; set; } = [];
}

/// <summary>A strategic merge patch in a file of its own; its kind and name say what it changes.</summary>
public sealed class KustomizePatch
{
    public string? Path { get; set; }
}

/// <summary>What an image is really called.</summary>
public sealed class KustomizeImage
{
    public string? Name { get; set; }

    public string? NewName { get; set; }

    public string? NewTag { get; set; }
}
