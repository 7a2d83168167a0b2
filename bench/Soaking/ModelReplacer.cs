namespace Fovea.Bench.Soaking;

/// <summary>
/// Replaces the files of the models in turn while they are served: an identical copy is renamed over each, as in a deployment.
/// </summary>
internal sealed class ModelReplacer(SoakOptions options, SoakClient client, SoakTally tally)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (options.Models is null)
            return;
        using var timer = new PeriodicTimer(options.ReloadPeriod);
        for (int turn = 0; await timer.WaitForNextTickAsync(cancellationToken); turn++)
        {
            string name = options.Names[turn % options.Names.Count];
            Replace(Path.Combine(options.Models, name, "model.onnx"));
            tally.Count("model file replaced", "done");
            if (options.AdminKey is not null)
                tally.Answer("model loaded by API", await client.LoadAsync(name, options.AdminKey, cancellationToken), mayBeOk: true);
        }
    }

    private static void Replace(string path)
    {
        string copy = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.new");
        File.Copy(path, copy, overwrite: true);
        File.SetLastWriteTimeUtc(copy, DateTime.UtcNow);
        File.Move(copy, path, overwrite: true);
    }
}
