using Fovea.Models.Packages;

namespace Fovea.Models.Pulling;

/// <summary>
/// Downloads models into a model folder. The files are collected in a hidden staging folder, which the server ignores, and moved to their
/// final place at the end; so an interruption leaves an existing model unchanged, and the next attempt continues.
/// </summary>
public sealed class ModelPuller(FileDownloader downloader)
{
    private const string ModelFile = "model.onnx";

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

        string staging = Path.Combine(folder, $".{request.Name}.pull");
        Directory.CreateDirectory(staging);
        await WriteLabelsAsync(request, staging, progress, cancellationToken).ConfigureAwait(false);
        string part = Path.Combine(staging, ModelFile + ".part");
        await downloader.FetchAsync(request.Model, part, progress, cancellationToken).ConfigureAwait(false);
        if (request.FoveaJson is { } settings)
            await File.WriteAllTextAsync(Path.Combine(staging, "fovea.json"), settings + "\n", cancellationToken).ConfigureAwait(false);
        File.Move(part, Path.Combine(staging, ModelFile), overwrite: true);
        Publish(staging, target);
        return true;
    }

    private static async Task<bool> ExistsAsync(PullRequest request, string target, CancellationToken cancellationToken)
    {
        string file = Path.Combine(target, ModelFile);
        return request.Model.Sha256 is { } wanted && File.Exists(file) &&
            (request.Model.Bytes is not { } bytes || new FileInfo(file).Length == bytes) &&
            await FileDownloader.HashAsync(file, cancellationToken).ConfigureAwait(false) == wanted;
    }

    private async Task WriteLabelsAsync(
        PullRequest request, string staging, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        IReadOnlyList<string>? labels = request.Labels;
        if (request.LabelsFile is { } file)
        {
            string part = Path.Combine(staging, "labels.part");
            await downloader.FetchAsync(file, part, progress, cancellationToken).ConfigureAwait(false);
            string[] lines = await File.ReadAllLinesAsync(part, cancellationToken).ConfigureAwait(false);
            labels = [.. lines.Where(line => line.Length > 0).Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..])];
            File.Delete(part);
        }

        if (labels is not null)
            await File.WriteAllLinesAsync(Path.Combine(staging, "labels.txt"), labels, cancellationToken).ConfigureAwait(false);
    }

    // A new model appears in one step. An existing one is replaced file by file, each in one step, the ONNX file last.
    private static void Publish(string staging, string target)
    {
        if (!Directory.Exists(target))
        {
            Directory.Move(staging, target);
            return;
        }

        foreach (string file in Directory.EnumerateFiles(staging).OrderBy(path => Path.GetFileName(path) == ModelFile).ToArray())
            File.Move(file, Path.Combine(target, Path.GetFileName(file)), overwrite: true);
        Directory.Delete(staging, recursive: true);
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
