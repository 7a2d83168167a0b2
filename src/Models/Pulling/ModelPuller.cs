namespace Fovea.Models.Pulling;

/// <summary>
/// Puts models into a model folder. Everything is gathered in a hidden folder beside the place that it is for, which the server passes
/// over, and takes that place at the end in one step; so an interruption leaves what was there, and the next attempt continues.
/// </summary>
public sealed class ModelPuller(FileDownloader downloader)
{
    private const string ModelFile = "model.onnx";

    /// <summary>Pulls a model into <paramref name="folder"/>, which is created when it does not exist.</summary>
    /// <param name="request">What to pull.</param>
    /// <param name="folder">The folder of models.</param>
    /// <param name="replace">Whether a model of that name may be replaced.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Stops; what arrived is kept for the next attempt.</param>
    /// <returns>Whether anything was fetched; false when this very model is there already.</returns>
    /// <exception cref="PullException">It could not be pulled.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public async Task<bool> PullAsync(PullRequest request, string folder, bool replace, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequireName(request.Name);
        string target = Path.Combine(folder, request.Name);
        if (await IsThereAsync(request, target, cancellationToken).ConfigureAwait(false))
            return false;
        if (!replace && (Directory.Exists(target) || File.Exists(target + ".onnx")))
            throw new PullException($"There is a model '{request.Name}' in {folder} already. Give another name with --name, or replace it with --force.");

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

    private static async Task<bool> IsThereAsync(PullRequest request, string target, CancellationToken cancellationToken)
    {
        string file = Path.Combine(target, ModelFile);
        return request.Model.Sha256 is { } wanted && File.Exists(file) &&
            (request.Model.Bytes is not { } bytes || new FileInfo(file).Length == bytes) &&
            await FileDownloader.HashAsync(file, cancellationToken).ConfigureAwait(false) == wanted;
    }

    private async Task WriteLabelsAsync(PullRequest request, string staging, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
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

    // A new model appears whole. One that is there is replaced file by file, each in one step, the model last.
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
        if (name.Length is 0 or > 200 || name.StartsWith('.') || name.AsSpan().IndexOfAny('/', '\\', '\0') >= 0)
            throw new PullException($"'{name}' is no name for a model; expected is a folder's name that does not begin with a dot. Give one with --name.");
    }
}
