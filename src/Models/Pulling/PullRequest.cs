namespace Fovea.Models.Pulling;

/// <summary>A model to pull into a model folder.</summary>
/// <param name="Name">The name to serve the model under.</param>
/// <param name="Model">Its ONNX file.</param>
public sealed record PullRequest(string Name, Download Model)
{
    /// <summary>The labels; null if they are not known.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>
    /// A file to take the labels from: one line per class, with an id and a space before the label. Null if there is none.
    /// </summary>
    public Download? LabelsFile { get; init; }

    /// <summary>The text of <c>fovea.json</c>; null if there is none.</summary>
    public string? FoveaJson { get; init; }

    /// <summary>A request for a network of the catalogue.</summary>
    /// <param name="model">The network.</param>
    /// <param name="baseAddress">The address to which its path is appended.</param>
    /// <param name="labelsBaseAddress">The address to which the path of the labels is appended.</param>
    /// <param name="name">The name to serve it under; null for its own.</param>
    public static PullRequest Of(ZooModel model, Uri baseAddress, Uri labelsBaseAddress, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new PullRequest(name ?? model.Name, new Download(Below(baseAddress, model.Path), model.Name, model.Sha256, model.Bytes))
        {
            FoveaJson = model.FoveaJson,
            Labels = model.Labels == ZooLabels.Digits ? [.. Enumerable.Range(0, 10).Select(digit => $"{digit}")] : null,
            LabelsFile = model.Labels == ZooLabels.ImageNet
                ? new Download(
                    Below(labelsBaseAddress, ZooCatalogue.LabelsPath), "labels", ZooCatalogue.LabelsSha256, ZooCatalogue.LabelsBytes)
                : null,
        };
    }

    private static Uri Below(Uri baseAddress, string path)
    {
        ArgumentNullException.ThrowIfNull(baseAddress);
        return new Uri($"{baseAddress.AbsoluteUri.TrimEnd('/')}/{path}");
    }
}
