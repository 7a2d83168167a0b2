namespace Fovea.Models.Pulling;

/// <summary>What to put into a model folder.</summary>
/// <param name="Name">The name to serve the model under.</param>
/// <param name="Model">Its ONNX file.</param>
public sealed record PullRequest(string Name, Download Model)
{
    /// <summary>The labels, if they are known.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>A file to take the labels from, where they are not known: a line per class, an id and a space before the label.</summary>
    public Download? LabelsFile { get; init; }

    /// <summary>The text of <c>fovea.json</c>, if there is one.</summary>
    public string? FoveaJson { get; init; }

    /// <summary>A network of the catalogue.</summary>
    /// <param name="model">The network.</param>
    /// <param name="baseAddress">What its path is appended to.</param>
    /// <param name="labelsBaseAddress">What the labels' path is appended to.</param>
    /// <param name="name">The name to serve it under; null for its own.</param>
    public static PullRequest Of(ZooModel model, Uri baseAddress, Uri labelsBaseAddress, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new PullRequest(name ?? model.Name, new Download(Below(baseAddress, model.Path), model.Name, model.Sha256, model.Bytes))
        {
            FoveaJson = model.FoveaJson,
            Labels = model.Labels == ZooLabels.Digits ? [.. Enumerable.Range(0, 10).Select(digit => $"{digit}")] : null,
            LabelsFile = model.Labels == ZooLabels.ImageNet
                ? new Download(Below(labelsBaseAddress, ZooCatalogue.LabelsPath), "labels", ZooCatalogue.LabelsSha256, ZooCatalogue.LabelsBytes)
                : null,
        };
    }

    private static Uri Below(Uri baseAddress, string path)
    {
        ArgumentNullException.ThrowIfNull(baseAddress);
        return new Uri($"{baseAddress.AbsoluteUri.TrimEnd('/')}/{path}");
    }
}
