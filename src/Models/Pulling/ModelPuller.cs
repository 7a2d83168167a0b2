using Fovea.Inference;
using Fovea.Inference.Onnx;
using Fovea.Models.Packages;
using Fovea.Models.Packages.Files;
using Fovea.Models.Packages.FoveaJson;

namespace Fovea.Models.Pulling;

/// <summary>
/// Downloads models into a model folder. The files are collected in a hidden staging folder, which the server ignores, and moved to their
/// final place at the end; so an interruption leaves an existing model unchanged, and the next attempt continues. Only a file that holds an
/// ONNX graph is published, and no link is followed.
/// </summary>
public sealed class ModelPuller(FileDownloader downloader)
{
    /// <summary>Pulls a model into <paramref name="folder"/>, which is created when it does not exist.</summary>
    /// <param name="request">What to pull.</param>
    /// <param name="folder">The folder of models.</param>
    /// <param name="replace">Whether a model of that name may be replaced.</param>
    /// <param name="progress">Is told the progress.</param>
    /// <param name="cancellationToken">Stops the download; what arrived is kept for the next attempt.</param>
    /// <returns>Whether the model was downloaded; false when the same model exists already.</returns>
    /// <exception cref="PullException">The model could not be pulled.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public async Task<bool> PullAsync(
        PullRequest request, string folder, bool replace, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequireName(request.Name);
        string target = Path.Combine(folder, request.Name);
        if (await ExistsAsync(request, target, cancellationToken).ConfigureAwait(false))
            return false;
        if (!replace && (Directory.Exists(target) || File.Exists(target + ".onnx")))
            throw new PullException(
                $"There is a model '{request.Name}' in {folder} already. Give another name with --name, or replace it with --force.");

        StagingFolder.RequireNoLink(target);
        var staging = StagingFolder.Open(Path.Combine(folder, $".{request.Name}.pull"));
        await WriteLabelsAsync(request, staging, progress, cancellationToken).ConfigureAwait(false);
        await downloader.FetchAsync(request.Model, staging.ModelPart, progress, cancellationToken).ConfigureAwait(false);
        RequireModel(request.Model, staging.ModelPart);
        if (request.FoveaJson is { } settings)
            await staging.WriteAsync(FoveaFile.Name, settings + "\n", cancellationToken).ConfigureAwait(false);
        staging.Publish(target);
        return true;
    }

    private static async Task<bool> ExistsAsync(PullRequest request, string target, CancellationToken cancellationToken)
    {
        string file = Path.Combine(target, StagingFolder.ModelFile);
        return request.Model.Sha256 is { } wanted && File.Exists(file) &&
            (request.Model.Bytes is not { } bytes || new FileInfo(file).Length == bytes) &&
            await FileDownloader.HashAsync(file, cancellationToken).ConfigureAwait(false) == wanted;
    }

    private async Task WriteLabelsAsync(
        PullRequest request, StagingFolder staging, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        IReadOnlyList<string>? labels = request.Labels;
        if (request.LabelsFile is { } file)
        {
            await downloader.FetchAsync(file, staging.LabelsPart, progress, cancellationToken).ConfigureAwait(false);
            labels = [.. staging.TakeLabels(PackageFile.LongestLabels).Select(
                line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..])];
        }

        if (labels is not null)
            await staging.WriteAsync("labels.txt", string.Join('\n', labels) + "\n", cancellationToken).ConfigureAwait(false);
    }

    // A page that shows a file, an archive or a pointer comes with success like any file, and would fail where the model is served.
    private static void RequireModel(Download download, string part)
    {
        try
        {
            ModelFileCheck.Require(part);
        }
        catch (InvalidModelException e)
        {
            File.Delete(part);
            throw new PullException($"{download.Address} gives no ONNX model. {e.Message} Nothing was kept.", e);
        }
    }

    private static void RequireName(string name)
    {
        if (name.EndsWith(ModelFolder.ImageSuffix, StringComparison.Ordinal))
            throw new PullException(
                $"'{name}' is not a valid name for a model: in the Open Inference Protocol, what ends in '{ModelFolder.ImageSuffix}' " +
                "stands for the images of another model. Give another name with --name.");
        if (name.Length is 0 or > 200 || name.StartsWith('.') || name.AsSpan().IndexOfAny('/', '\\', '\0') >= 0)
            throw new PullException(
                $"'{name}' is not a valid name for a model; expected the name of a folder that does not start with a dot. Give one with " +
                "--name.");
    }
}
